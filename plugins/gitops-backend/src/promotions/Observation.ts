import { PullRequest } from '@fairlead/backstage-plugin-gitops-common';
import { StoredTarget } from '../targets/StoredTarget';
import { RevisionAnswer } from './TrackedPromotion';

/** Why a forge did not do or tell what it was asked. */
export interface ForgeProblem {
  /**
   * `outage`: it will pass by itself. `refusal`: credentials, rights or a repository are missing, which a person may
   * put right. `conflict`: something else is in the way, and asking again changes nothing.
   */
  kind: 'outage' | 'refusal' | 'conflict';
  message: string;
  /** ISO 8601; not before the forge wants to be asked again. */
  retryAt?: string;
}

/** What came of asking for a pull request. */
export type PullRequestSighting =
  | { kind: 'seen'; pullRequest: PullRequest }
  | { kind: 'missing' }
  | { kind: 'problem'; problem: ForgeProblem };

/** What is known of a revision that a target is at. */
export type RevisionSighting =
  | { kind: 'answer'; answer: RevisionAnswer }
  | { kind: 'problem'; problem: ForgeProblem }
  /** None of the target's sources follows the branch that was merged into. */
  | { kind: 'not-followed'; value: RevisionAnswer['value']; detail?: string };

/** One target of the plan, as the store and the forge show it. */
export interface TargetSighting {
  targetId: string;
  /** Absent: it is not there. */
  target?: StoredTarget;
  /** One for each source that follows the branch that was merged into. */
  revisions: Array<{ revision: string; sighting: RevisionSighting }>;
}

/** Everything that {@link decide} may know. What was not looked at is absent. */
export interface Observation {
  now: Date;
  pullRequest?: PullRequestSighting;
  targets?: TargetSighting[];
  /** Answers to remember, by revision. */
  revisions?: Record<string, RevisionAnswer>;
  /** The outcome of an action of this look. */
  opening?: Exclude<PullRequestSighting, { kind: 'missing' }>;
  closing?: Exclude<PullRequestSighting, { kind: 'missing' }>;
}

/** How patient promotions are. */
export interface PromotionTiming {
  /** How long every target must have been healthy, in ms. */
  settleMs: number;
  /** How long a target may take to sync, and then to become healthy, in ms. */
  syncTimeoutMs: number;
  /** How long a target may be degraded, fail to sync or be gone before that counts, in ms. */
  graceMs: number;
  /** How often to look when nothing wakes us, in ms. */
  pollMs: number;
}

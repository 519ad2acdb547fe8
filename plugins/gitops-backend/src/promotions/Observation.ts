import {
  GateStatus,
  Promotion,
  PromotionConflict,
  PromotionPlan,
  PullRequest,
} from '@fairlead/backstage-plugin-gitops-common';
import { MergeAnswer } from '@fairlead/backstage-plugin-gitops-node';
import { StoredTarget } from '../targets/StoredTarget';
import { PlannedContents } from './plan/PromotionPlanner';
import { RevisionAnswer, Tracking } from './TrackedPromotion';

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

/** What came of opening a pull request. */
type OpeningSighting =
  | {
      kind: 'seen';
      pullRequest: PullRequest;
      /** It was opened as the user who asked. */
      asUser?: boolean;
      /** Why the portal opened it, although it was to be opened as the user. */
      notAsUser?: string;
    }
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

/** Another promotion of the same lane. */
export type LaneNeighbour = Pick<
  Promotion,
  'id' | 'state' | 'wave' | 'finishedAt' | 'createdAt'
>;

/** Who else is in the lane. */
export interface LaneSighting {
  /** The one that is under way. */
  active?: LaneNeighbour;
  /** Those that wait and came first. */
  ahead: LaneNeighbour[];
  /** Earlier waves of the same group. */
  earlierWaves: LaneNeighbour[];
}

/** What came of making the plan again on what the base branch has now. */
export type RebaseSighting =
  /** The files are as they were when the plan was made. */
  | { kind: 'same'; base: string }
  /** Another plan that writes the same values; without edits when Git has them all already. */
  | {
      kind: 'replanned';
      base: string;
      plan: PromotionPlan;
      contents: PlannedContents;
    }
  | { kind: 'conflict'; base: string; conflicts: PromotionConflict[] }
  | { kind: 'problem'; problem: ForgeProblem };

/** What came of putting another plan into the pull request. */
export type UpdateSighting =
  | { kind: 'seen'; pullRequest: PullRequest }
  | { kind: 'pushed-by-others'; pullRequest: PullRequest }
  | { kind: 'problem'; problem: ForgeProblem };

/** What came of asking the forge to merge. */
export type MergeSighting =
  | { kind: 'answer'; answer: MergeAnswer }
  | { kind: 'problem'; problem: ForgeProblem };

/** Everything that {@link decide} may know. What was not looked at is absent. */
export interface Observation {
  now: Date;
  pullRequest?: PullRequestSighting;
  targets?: TargetSighting[];
  /** Answers to remember, by revision. */
  revisions?: Record<string, RevisionAnswer>;
  /** The outcome of an action of this look. */
  opening?: OpeningSighting;
  closing?: Exclude<PullRequestSighting, { kind: 'missing' }>;
  rebase?: RebaseSighting;
  updating?: UpdateSighting;
  merging?: MergeSighting;
  /** What the pull request shows now; what could not be shown is as it was. */
  shown?: NonNullable<Tracking['shown']>;
  /** All gates, as they answer now. */
  gates?: GateStatus[];
  lane?: LaneSighting;
  /** Those of the environment, before anything is merged there. */
  live?: readonly StoredTarget[];
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

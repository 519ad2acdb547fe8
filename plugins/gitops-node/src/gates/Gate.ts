import { Entity } from '@backstage/catalog-model';
import {
  Environment,
  EnvironmentPolicy,
  GatePhase,
  Promotion,
  RolloutStatus,
  TargetStatus,
} from '@fairlead/backstage-plugin-gitops-common';

/** A target of one side of a promotion, as the portal's store has it. @public */
export interface GateTarget {
  id: string;
  status: TargetStatus;
  /** Progressive delivery in it; absent when there is none. */
  rollouts?: RolloutStatus[];
  /** Set while its cluster can't be read. */
  unreachable?: { since: string; message: string };
}

/** What a gate is asked about. All of it is read already: a gate reads only what is its own. @public */
export interface GateInput {
  now: Date;
  /**
   * The promotion as it stands. Before it is requested, gates are asked for what they would say: it has an empty id
   * then.
   */
  promotion: Promotion;
  policy: EnvironmentPolicy;
  /** The environments of the promotion, with their titles and tiers. */
  from: Environment;
  to: Environment;
  /** The service in the catalog; absent when it was deleted there. */
  entity?: Entity;
  /** The service's targets in the environments of the promotion. */
  fromTargets: readonly GateTarget[];
  toTargets: readonly GateTarget[];
}

/** What a gate answers. @public */
export interface GateVerdict {
  /** `waiting` may pass by itself or by what a person does; `failed` will not pass by itself. */
  status: 'passed' | 'waiting' | 'failed';
  /** One sentence for people: what it waits for, or why it passed or failed. */
  message: string;
  /** ISO 8601: when it passes by itself, if nothing changes. */
  until?: string;
  link?: string;
}

/** One gate, as it applies to one promotion. @public */
export interface AppliedGate {
  /** Unique among the gates of a promotion, and stable: overrides name it. */
  id: string;
  /** In a few words, for lists: `Soak time`. */
  title: string;
  phases: GatePhase[];
  /**
   * Not to be asked before one of its phases comes next, because its question makes no sense earlier: a test of what
   * is being deployed. Until then it is `waiting`.
   */
  late?: boolean;
  /** What to ask again for an answer; false where what was answered as `passed` stays so. */
  evaluate(): Promise<GateVerdict>;
}

/**
 * A named condition that must pass before a promotion may open, merge or finish.
 *
 * @remarks
 * Gates are evaluated each time that a promotion is looked at (on a webhook, when a target changes, and every
 * `pollInterval`), and before it is requested, so they must be cheap, have no effects and keep their own patience
 * with slow systems. An evaluation that throws counts as `waiting`, with the error as its message: a gate that is
 * broken never lets anything pass. Whether a gate is overridden is not its business.
 *
 * @public
 */
export interface Gate {
  /** The ways in which this gate applies to a promotion: none, one, or one for each check that the pipeline names. */
  applied(input: GateInput): AppliedGate[];
}

import { Finding } from '@fairlead/backstage-plugin-gitops-common';
import { LiveTree } from '../resources/LiveTree';
import { StoredTarget } from '../targets/StoredTarget';

/** What is known of a target: its status and rollouts, and how its resources were when they were last read. */
export interface Facts {
  target: StoredTarget;
  /** As people write the engine's name: `Argo CD`. */
  engine: string;
  live?: Pick<LiveTree, 'nodes' | 'pods' | 'events' | 'complaints'>;
  now: Date;
}

/** A finding before it is ranked. */
export interface Problem extends Omit<Finding, 'rule'> {
  /** The words it was told by. Each text belongs to the first rule that understands it. */
  evidence?: string;
}

/**
 * Recognizes one kind of problem.
 *
 * @remarks
 * Pure, and total for all facts. It says nothing of what else is wrong: the ranking puts causes before what follows from
 * them and drops what is said twice.
 */
export interface FindingRule {
  /** Stable: `crash-loop`. */
  readonly id: string;
  /** Rules whose findings explain those of this one. They are ranked before it, and it counts less beside them. */
  readonly follows?: readonly string[];
  /** Only of interest when nothing else was found that says why the target is not well. */
  readonly fallback?: true;
  find(facts: Facts): Problem[];
}

import {
  RolloutStatus,
  SourceProblem,
  TargetStatus,
} from '@fairlead/backstage-plugin-gitops-common';

/** A target as the store keeps it. */
export interface StoredTarget {
  /** See `targetIdOf`. */
  id: string;
  /** Name of the environment; absent when no rule matched. */
  environment?: string;
  status: TargetStatus;
  /** Progressive delivery in it, as last read; absent when there is none. */
  rollouts?: RolloutStatus[];
  /** ISO 8601, when the status was last written or confirmed by its cluster. */
  updatedAt: string;
  /** Set while the cluster that told us this can't be read. */
  unreachable?: Pick<SourceProblem, 'since' | 'message' | 'fault'>;
}

/**
 * Which targets. Conditions of one query are alternatives (OR); within a condition everything must hold.
 * Labels are those of the engine's object.
 */
export type TargetCondition =
  | { id: string }
  | { entityRef: string }
  | {
      name?: string;
      namespace?: string;
      cluster?: string;
      labels?: Record<string, string>;
    };

/** Reads what is stored. Never calls a cluster, an engine or a forge. */
export interface TargetsReader {
  /** Ordered by id. An empty list of conditions finds nothing. */
  find(conditions: TargetCondition[]): Promise<StoredTarget[]>;
  all(): Promise<StoredTarget[]>;
  /** Clusters and kinds that can't be read now. */
  problems(): Promise<SourceProblem[]>;
  /** Called after a batch was written. Returns a function that stops it. */
  onChange(listener: (change: TargetsChange) => void): () => void;
}

/** What a batch changed. `added`: ids that are new or now match differently. */
export interface TargetsChange {
  changed: string[];
  added: string[];
  removed: string[];
  /** Clusters whose reachability changed. */
  clusters: string[];
}

import {
  Deployment,
  Environment,
  Version,
} from '@fairlead/backstage-plugin-gitops-common';
import { StoredTarget } from '../../targets/StoredTarget';
import { PlanSide } from '../plan/PromotionPlanner';

/** What a rollback goes back to. */
export interface RollbackGoal {
  deployment: Deployment;
  /** The targets as they were then, for the planner. */
  side: PlanSide;
}

/** Finds what to go back to. */
export interface RollbackGoals {
  /**
   * The named deployment or, without a name, the last verified one with another version that is not vetoed. Throws
   * NotFoundError for one that is not known, and ConflictError when there is none, or not enough is known of it.
   */
  of(options: {
    entityRef: string;
    environment: Environment;
    deploymentId?: string;
    /**
     * The newest promotion there, where it has failed. While the version before it runs, because a controller brought
     * that back or never left it, what Git is to be brought away from is what it promoted.
     */
    failed?: { fromVersion: Version; toVersion: Version };
    /** Those of the environment as they are now. */
    targets: readonly StoredTarget[];
  }): Promise<RollbackGoal>;
}

import { Deployment, Version } from '@fairlead/backstage-plugin-gitops-common';
import { StoredTarget } from '../targets/StoredTarget';

/** Which version became live where and when, and whether it was proven there. */
export interface DeploymentLog {
  /** Newest first; of each environment no more than `limit`. */
  list(filter: {
    entityRef: string;
    environment?: string;
    limit?: number;
  }): Promise<Deployment[]>;

  get(id: string): Promise<Deployment | undefined>;

  /**
   * A promotion ended: what is live in its environment is verified by it, or has failed, with the reason. With its
   * plan, only where what is live is what it promoted: a version that never got that far leaves no mark on the one
   * that still runs.
   */
  recordOutcome(options: {
    promotion: {
      id: string;
      entityRef: string;
      to: string;
      plan?: { toVersion: Version };
    };
    verified: boolean;
    message: string;
    at: Date;
  }): Promise<void>;

  /**
   * What targets looked like when a deployment was live, so that a rollback can be planned from it; undefined when it
   * was not kept. The targets have the ids of those that are there now.
   */
  targetsAt(deploymentId: string): Promise<StoredTarget[] | undefined>;
}

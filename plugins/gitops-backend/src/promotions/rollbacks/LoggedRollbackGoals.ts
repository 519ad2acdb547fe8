import { ConflictError, NotFoundError } from '@backstage/errors';
import {
  Deployment,
  Environment,
  Version,
} from '@fairlead/backstage-plugin-gitops-common';
import { DeploymentLog } from '../../deployments/DeploymentLog';
import { lastVerified, versionToLeave } from '../../deployments/lastVerified';
import { Restrictions } from '../../restrictions/Restrictions';
import { StoredTarget } from '../../targets/StoredTarget';
import { RollbackGoal, RollbackGoals } from './RollbackGoals';
import { rollbackSides } from './rollbackSides';

/** What goals are read from. */
export interface LoggedRollbackGoalsOptions {
  log: Pick<DeploymentLog, 'list' | 'get' | 'targetsAt'>;
  restrictions: Pick<Restrictions, 'inForce'>;
  now?: () => Date;
}

interface Asked {
  entityRef: string;
  environment: Environment;
  deploymentId?: string;
  failed?: { fromVersion: Version; toVersion: Version };
  targets: readonly StoredTarget[];
}

/** Finds what to roll back to in the log of deployments. */
export class LoggedRollbackGoals implements RollbackGoals {
  readonly #options: LoggedRollbackGoalsOptions;

  static create(options: LoggedRollbackGoalsOptions): LoggedRollbackGoals {
    return new LoggedRollbackGoals(options);
  }

  private constructor(options: LoggedRollbackGoalsOptions) {
    this.#options = options;
  }

  async of(asked: Asked): Promise<RollbackGoal> {
    const { log } = this.#options;
    const { environment, targets } = asked;
    const deployment = await this.#deployment(asked);
    const snapshot = await log.targetsAt(deployment.id);
    if (!snapshot || snapshot.length === 0) {
      throw new ConflictError(
        `It is not known any more what ${environment.title} looked like on ${deployment.startedAt.slice(0, 10)}, so there is no way back to it`,
      );
    }
    const { from } = rollbackSides({
      environment,
      deployment,
      snapshot,
      targets,
    });
    return { deployment, side: { ...from, past: true } };
  }

  async #deployment(asked: Asked): Promise<Deployment> {
    const { log, restrictions, now = () => new Date() } = this.#options;
    const { entityRef, environment, deploymentId, failed, targets } = asked;
    if (deploymentId !== undefined) {
      const named = await log.get(deploymentId);
      if (
        named?.entityRef !== entityRef ||
        named.environment !== environment.name
      ) {
        throw new NotFoundError(
          `There is no deployment ${deploymentId} of ${entityRef} in ${environment.title}`,
        );
      }
      return named;
    }
    const [deployments, inForce] = await Promise.all([
      log.list({ entityRef, environment: environment.name }),
      restrictions.inForce({
        entityRef,
        environment: environment.name,
        now: now(),
      }),
    ]);
    const found = lastVerified({
      deployments,
      environment: environment.name,
      before: versionToLeave({
        deployments,
        environment: environment.name,
        targets,
        ...(failed && { failed }),
      }),
      vetoes: inForce.filter(({ kind }) => kind === 'veto'),
    });
    if (!found) {
      throw new ConflictError(
        `No other version was ever verified in ${environment.title}, so there is nothing to go back to`,
      );
    }
    return found;
  }
}

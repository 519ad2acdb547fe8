import { LoggerService } from '@backstage/backend-plugin-api';
import { ConflictError, stringifyError } from '@backstage/errors';
import {
  Deployment,
  Version,
  versionLabel,
} from '@fairlead/backstage-plugin-gitops-common';
import { StoredTarget } from '../targets/StoredTarget';
import { DeploymentLog } from './DeploymentLog';
import { DeploymentRecorder, ServicesWithTargets } from './DeploymentRecorder';
import { DeploymentsStore } from './DeploymentsStore';
import { laneKey } from './Lane';
import { sameVersionLive } from './sameVersionLive';

const attempts = 5;

/** What the log is kept in, and by whom. */
export interface RecordedDeploymentsOptions {
  logger: LoggerService;
  recorder: Pick<DeploymentRecorder, 'look'>;
  services: ServicesWithTargets;
  store: DeploymentsStore;
}

/** The deployments that the recorder has written down. */
export class RecordedDeployments implements DeploymentLog {
  readonly #options: RecordedDeploymentsOptions;

  static create(options: RecordedDeploymentsOptions): RecordedDeployments {
    return new RecordedDeployments(options);
  }

  private constructor(options: RecordedDeploymentsOptions) {
    this.#options = options;
  }

  async list(filter: {
    entityRef: string;
    environment?: string;
    limit?: number;
  }): Promise<Deployment[]> {
    return this.#options.store.list(filter);
  }

  async get(id: string): Promise<Deployment | undefined> {
    return this.#options.store.get(id);
  }

  async targetsAt(deploymentId: string): Promise<StoredTarget[] | undefined> {
    return this.#options.store.targetsAt(deploymentId);
  }

  /**
   * Nothing is written where the promoted version has not become live as a whole: a wave of several, or a rollout
   * that has failed half way. What runs there then is another version, and none the worse for it.
   */
  async recordOutcome(options: {
    promotion: {
      id: string;
      entityRef: string;
      to: string;
      plan?: { toVersion: Version };
    };
    verified: boolean;
    message: string;
    at: Date;
  }): Promise<void> {
    const { logger, store } = this.#options;
    const { promotion, verified, message, at } = options;
    const { id: promotionId, entityRef, plan } = promotion;
    const lane = { entityRef, environment: promotion.to };
    await this.#noticeNow(entityRef);
    for (let attempt = 0; attempt < attempts; attempt++) {
      const lanes = await store.lanes({ entityRefs: [entityRef] });
      const { running, revision = 0 } = lanes.get(laneKey(lane)) ?? {};
      if (
        !running ||
        (plan && !sameVersionLive(running.version, plan.toVersion))
      ) {
        logger.debug(
          `The promotion ${promotionId} of ${entityRef} to ${promotion.to} has ended, and ${running ? versionLabel(running.version) : 'nothing known'} runs there`,
        );
        return;
      }
      const written = await store.writeOutcome({
        lane,
        revision,
        targets: verified ? await this.#targetsOf(lane) : [],
        outcome: { promotionId, verified, message, at },
      });
      if (written) return;
    }
    throw new ConflictError(
      `The outcome of promotion ${promotionId} could not be written down: the deployments of ${entityRef} in ${promotion.to} were changed again and again`,
    );
  }

  async #noticeNow(entityRef: string): Promise<void> {
    try {
      await this.#options.recorder.look({ entityRefs: [entityRef] });
    } catch (error) {
      this.#options.logger.warn(
        `What runs of ${entityRef} could not be looked up before an outcome was written down: ${stringifyError(error)}`,
      );
    }
  }

  async #targetsOf(lane: {
    entityRef: string;
    environment: string;
  }): Promise<StoredTarget[]> {
    const { services } = await this.#options.services.all();
    return services
      .filter(({ entityRef }) => entityRef === lane.entityRef)
      .flatMap(({ targets }) => targets)
      .filter(({ environment }) => environment === lane.environment);
  }
}

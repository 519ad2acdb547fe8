import {
  defaultPolicy,
  Environment,
  Pipeline,
} from '@fairlead/backstage-plugin-gitops-common';
import { availability } from '../deployments/availability';
import { DeploymentLog } from '../deployments/DeploymentLog';
import { standingOf } from '../deployments/standingOf';
import {
  Availability,
  AvailabilityAnswer,
  AvailabilityQuestion,
} from './Availability';
import { environmentsBefore } from './environmentsBefore';

type PartOfPipeline = Pick<Pipeline, 'environments' | 'promoted'>;

/** What the answers are read from. */
export interface DeploymentsAvailabilityOptions {
  deployments: Pick<DeploymentLog, 'list'>;
  /** The pipeline of a service. */
  pipelineOf(entityRef: string): Promise<PartOfPipeline>;
  /** Those of the portal, for their titles. */
  environments: readonly Environment[];
}

/** Looks versions up in the deployment log. */
export class DeploymentsAvailability implements Availability {
  readonly #options: DeploymentsAvailabilityOptions;

  static create(
    options: DeploymentsAvailabilityOptions,
  ): DeploymentsAvailability {
    return new DeploymentsAvailability(options);
  }

  private constructor(options: DeploymentsAvailabilityOptions) {
    this.#options = options;
  }

  async of(question: AvailabilityQuestion): Promise<AvailabilityAnswer> {
    const { entityRef, version, from, to, mode, soakMs, now } = question;
    const [deployments, pipeline] = await Promise.all([
      this.#options.deployments.list({ entityRef }),
      this.#options.pipelineOf(entityRef),
    ]);
    const { promoted } = pipeline;
    const { available, message } = availability({
      version,
      environment: to,
      pipeline: {
        environments: [
          { name: to, after: beforeOf(question, pipeline.environments) },
        ],
        policies: [{ ...defaultPolicy(to), availability: mode }],
        promoted,
      },
      deployments,
      now,
      titleOf: name =>
        this.#options.environments.find(each => each.name === name)?.title ??
        name,
    });
    const standing = (of: typeof deployments) =>
      standingOf({
        version,
        environment: from,
        deployments: of,
        now,
        charts: promoted.chart,
      });
    const { soakedMs } = standing(deployments);
    const running = standing(
      deployments.filter(({ endedAt }) => endedAt === undefined),
    );
    return {
      available,
      message,
      ...(soakedMs > 0 && { soakedMs }),
      ...(running.runs &&
        !running.failure && {
          until: new Date(
            now.getTime() - running.soakedMs + soakMs,
          ).toISOString(),
        }),
    };
  }
}

function beforeOf(
  { from, to, except, only }: AvailabilityQuestion,
  environments: PartOfPipeline['environments'],
): string[] {
  if (only) return [only];
  const before = environmentsBefore({ environments, to, except });
  const isFirst = !environments.find(({ name }) => name === to)?.after.length;
  // Who skips everything before it promotes what has to prove itself where it comes from.
  return before.length > 0 || isFirst ? before : [from];
}

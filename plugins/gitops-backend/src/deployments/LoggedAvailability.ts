import {
  Environment,
  Pipeline,
  Version,
} from '@fairlead/backstage-plugin-gitops-common';
import {
  Availability as GateAvailability,
  AvailabilityAnswer,
  AvailabilityQuestion,
} from '../gates/Availability';
import { Pipelines } from '../pipelines/Pipelines';
import { availability } from './availability';
import { DeploymentLog } from './DeploymentLog';
import { standingOf } from './standingOf';

/** What availability is read from. */
export interface LoggedAvailabilityOptions {
  environments: readonly Environment[];
  log: Pick<DeploymentLog, 'list'>;
  pipelines: Pick<Pipelines, 'of'>;
  now?: () => Date;
}

const memory = 500;

/** Answers whether versions are available to environments, from the log of deployments. */
export class LoggedAvailability implements GateAvailability {
  readonly #options: LoggedAvailabilityOptions;

  static create(options: LoggedAvailabilityOptions): LoggedAvailability {
    return new LoggedAvailability(options);
  }

  private constructor(options: LoggedAvailabilityOptions) {
    this.#options = options;
  }

  async of(question: AvailabilityQuestion): Promise<AvailabilityAnswer> {
    const { log, pipelines } = this.#options;
    const { entityRef, version, from, to, now, soakMs } = question;
    const [pipeline, deployments] = await Promise.all([
      pipelines.of({ entityRef, targets: [] }),
      log.list({ entityRef, limit: memory }),
    ]);
    const { available, message } = availability({
      version,
      environment: to,
      pipeline: asAsked(pipeline, question),
      deployments,
      now,
      titleOf: name => this.#titleOf(name),
    });
    const { runs, soakedMs } = standingOf({
      version,
      environment: from,
      deployments,
      now,
      charts: pipeline.promoted.chart,
    });
    const since = runningSince({ deployments, from });
    return {
      available,
      message,
      ...(soakedMs > 0 && { soakedMs }),
      ...(runs &&
        since !== undefined && {
          until: new Date(since + soakMs).toISOString(),
        }),
    };
  }

  /** Whether automatic promotion may take a version on: the pipeline as it is. */
  async isAvailable(options: {
    entityRef: string;
    pipeline: Pipeline;
    environment: string;
    version: Version;
  }): Promise<{ available: boolean; message: string }> {
    const { log, now = () => new Date() } = this.#options;
    const { entityRef } = options;
    return availability({
      ...options,
      deployments: await log.list({ entityRef, limit: memory }),
      now: now(),
      titleOf: name => this.#titleOf(name),
    });
  }

  #titleOf(name: string): string {
    const found = this.#options.environments.find(each => each.name === name);
    return found?.title ?? name;
  }
}

/** The pipeline without the environments that are skipped: those before them take their place. */
function asAsked(
  pipeline: Pipeline,
  { to, mode, except, only }: AvailabilityQuestion,
): Pick<Pipeline, 'environments' | 'policies' | 'promoted'> {
  const afterOf = (name: string): string[] =>
    pipeline.environments.find(each => each.name === name)?.after ?? [];
  const before = (name: string, seen: readonly string[]): string[] =>
    afterOf(name).flatMap(each =>
      except.includes(each) && !seen.includes(each)
        ? before(each, [...seen, each])
        : [each],
    );
  const after = only ? [only] : [...new Set(before(to, [to]))];
  return {
    ...pipeline,
    environments: pipeline.environments.map(each =>
      each.name === to ? { ...each, after } : each,
    ),
    policies: pipeline.policies.map(each =>
      each.environment === to ? { ...each, availability: mode } : each,
    ),
  };
}

/** In ms since the epoch: when what runs there now became live. */
function runningSince(options: {
  deployments: Awaited<ReturnType<DeploymentLog['list']>>;
  from: string;
}): number | undefined {
  const { deployments, from } = options;
  const running = deployments.find(
    ({ environment, endedAt }) => environment === from && !endedAt,
  );
  return running && Date.parse(running.startedAt);
}

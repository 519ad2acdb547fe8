import { LoggerService, SchedulerService } from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import { EventsService } from '@backstage/plugin-events-node';
import { fairleadAnnotations } from '@fairlead/backstage-plugin-gitops-common';
import { Forges } from '../forges/Forges';
import { ServiceDirectory, ServiceTargets } from '../services/ServiceDirectory';
import { TargetsReader } from '../targets/StoredTarget';
import { githubPush } from './githubPush';
import { PipelineFileReader, ReadService } from './PipelineFileReader';
import { PipelinesStore } from './PipelinesStore';
import { StoredPipelines } from './StoredPipelines';

/** What the refresh works with. */
export interface PipelineRefreshOptions {
  directory: Pick<ServiceDirectory, 'all'>;
  events: EventsService;
  forges: Forges;
  logger: LoggerService;
  pipelines: StoredPipelines;
  reader: PipelineFileReader;
  scheduler: SchedulerService;
  store: PipelinesStore;
  targets: Pick<TargetsReader, 'onChange'>;
  /** Called with the services whose file is different from before. */
  onChange?: (entityRefs: string[]) => void;
  /** For so long targets that appear are waited for before the files of new services are read. */
  gatherMs?: number;
}

/**
 * Keeps what is stored of pipeline files up to date: when a push touches one, when a service appears, and now and then
 * in case a webhook was missed.
 */
export class PipelineRefresh {
  readonly #options: PipelineRefreshOptions;
  readonly #stopped = new AbortController();
  #gathering: NodeJS.Timeout | undefined;
  /** One after the other, so that the forge is asked little at a time. */
  #work: Promise<void> = Promise.resolve();

  /** Starts it. */
  static async start(
    options: PipelineRefreshOptions,
  ): Promise<PipelineRefresh> {
    const refresh = new PipelineRefresh(options);
    await refresh.#watch();
    return refresh;
  }

  private constructor(options: PipelineRefreshOptions) {
    this.#options = options;
  }

  /** Waits for what is under way. */
  async stop(): Promise<void> {
    this.#stopped.abort();
    clearTimeout(this.#gathering);
    await this.#work;
  }

  async #watch(): Promise<void> {
    const { events, gatherMs = 1_000, scheduler, targets } = this.#options;
    // One id for all replicas: each webhook is handled by one of them.
    await events.subscribe({
      id: 'pipelines',
      topics: ['github.push'],
      onEvent: async ({ eventPayload }) => {
        const push = githubPush(eventPayload);
        if (!push) return;
        await this.#refresh(services =>
          services.filter(service => this.#isTouched(service, push)),
        );
      },
    });
    const unwatch = targets.onChange(({ added }) => {
      if (added.length === 0 || this.#gathering) return;
      this.#gathering = setTimeout(() => {
        this.#gathering = undefined;
        this.#refreshUnknown();
      }, gatherMs);
    });
    this.#stopped.signal.addEventListener('abort', unwatch);
    await scheduler.scheduleTask({
      id: 'pipelines-refresh',
      frequency: { minutes: 5 },
      timeout: { minutes: 4 },
      // One replica is enough, because all read what is stored.
      scope: 'global',
      signal: this.#stopped.signal,
      fn: async () => this.#refresh(services => services),
    });
    // The catalog may come to know a service long after its targets have appeared.
    await scheduler.scheduleTask({
      id: 'pipelines-of-new-services',
      frequency: { seconds: 15 },
      timeout: { minutes: 4 },
      scope: 'global',
      signal: this.#stopped.signal,
      fn: async () => this.#refreshUnknown(),
    });
  }

  #refreshUnknown(): Promise<void> {
    return this.#refresh(services => this.#unknown(services));
  }

  #isTouched(
    service: ReadService,
    push: { repoUrl: string; paths?: ReadonlySet<string> },
  ): boolean {
    const { forges, reader } = this.#options;
    const repoUrl = forges.normalize(push.repoUrl);
    return reader
      .placesOf(service)
      .some(
        place =>
          place.repoUrl === repoUrl &&
          (!push.paths || place.paths.some(path => push.paths?.has(path))),
      );
  }

  async #unknown(services: readonly ReadService[]): Promise<ReadService[]> {
    const stored = await this.#options.store.find(
      services.map(({ entityRef }) => entityRef),
    );
    const known = new Set(stored.map(({ entityRef }) => entityRef));
    return services.filter(({ entityRef }) => !known.has(entityRef));
  }

  #refresh(
    choose: (
      services: readonly ReadService[],
    ) => readonly ReadService[] | Promise<readonly ReadService[]>,
  ): Promise<void> {
    this.#work = this.#work.then(async () => {
      const { signal } = this.#stopped;
      if (signal.aborted) return;
      const { directory, logger, onChange, pipelines } = this.#options;
      try {
        const { services } = await directory.all();
        const chosen = await choose(services.map(readServiceOf));
        const different = await pipelines.refresh(chosen, { signal });
        if (different.length > 0) onChange?.(different);
      } catch (error) {
        logger.warn(
          `Pipeline files could not be read again, the timer will: ${stringifyError(error)}`,
        );
      }
    });
    return this.#work;
  }
}

function readServiceOf(service: ServiceTargets): ReadService {
  const { entity, entityRef, targets } = service;
  const annotation =
    entity.metadata.annotations?.[fairleadAnnotations.pipelineFile];
  return { entityRef, targets, ...(annotation && { annotation }) };
}

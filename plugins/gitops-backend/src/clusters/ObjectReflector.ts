import { setTimeout as delay } from 'node:timers/promises';
import { LoggerService } from '@backstage/backend-plugin-api';
import { stringifyError, toError } from '@backstage/errors';
import { WatchedKind } from '@fairlead/backstage-plugin-gitops-node';
import { KubernetesError } from './errors';
import { ClusterApi } from './ClusterApi';
import { nextStep, Outcome, Progress, ReadTiming, Step } from './nextStep';
import { ObjectSink } from './ObjectSink';
import { ReadFailure, readFailureOf } from './readFailure';
import { resourcePath } from './resourcePath';
import { apiGroupsSchema, listSchema, watchEventSchema } from './schema';

const pageSize = 500;

/** Our own database did not take something: nothing that the cluster could be blamed for. */
class StoreError extends Error {}

/**
 * Follows one kind on one cluster: lists it, watches it from there, goes on where a watch broke off, and lists
 * again when that is no longer possible. What to do when is decided by {@link nextStep}.
 */
export class ObjectReflector {
  readonly #options: ObjectReflectorOptions;

  static create(options: ObjectReflectorOptions): ObjectReflector {
    return new ObjectReflector(options);
  }

  private constructor(options: ObjectReflectorOptions) {
    this.#options = options;
  }

  /** Resolves when the signal is aborted, and not before. */
  async run(options: { signal: AbortSignal; resume: boolean }): Promise<void> {
    const { signal } = options;
    const { timing } = this.#options;
    let { step, progress } = await this.#start(options.resume);
    while (!signal.aborted) {
      const outcome =
        step.type === 'list'
          ? await this.#list(signal)
          : await this.#watch(step.resourceVersion, signal);
      if (signal.aborted) return;
      const next: Step = nextStep(outcome, {
        progress,
        timing,
        now: Date.now(),
        random: Math.random(),
      });
      await this.#report(next, outcome);
      await wait(next.afterMs, signal);
      step = next.do;
      progress = next.progress;
    }
  }

  async #start(
    resume: boolean,
  ): Promise<{ step: Step['do']; progress: Progress }> {
    const point = resume
      ? await this.#options.sink.resumePoint().catch(() => undefined)
      : undefined;
    return point
      ? {
          step: { type: 'watch', resourceVersion: point.resourceVersion },
          progress: { failures: 0, listedAt: Date.parse(point.listedAt) },
        }
      : { step: { type: 'list' }, progress: { failures: 0 } };
  }

  async #list(signal: AbortSignal): Promise<Outcome> {
    const { sink } = this.#options;
    let opened = false;
    try {
      sink.listing();
      let page = await this.#page({ signal });
      opened = true;
      for (;;) {
        const current = page;
        await stored(() => sink.page(current.items.map(this.#withKind)));
        const token = page.metadata.continue;
        if (!token || signal.aborted) break;
        page = await this.#page({ signal, token });
      }
      const { resourceVersion } = page.metadata;
      if (!signal.aborted) await stored(() => sink.listed(resourceVersion));
      return { type: 'listed', resourceVersion };
    } catch (error) {
      const failure = await this.#explain(error, signal);
      // Only a page that is no longer there is a reason to begin anew at once.
      return {
        type: 'failed',
        failure,
        opened: opened && failure.kind === 'expired',
      };
    }
  }

  async #page(options: { signal: AbortSignal; token?: string }) {
    const { api, kind, timing } = this.#options;
    const page = listSchema.safeParse(
      await api.json({
        path: resourcePath(kind),
        query: {
          limit: String(pageSize),
          continue: options.token,
          labelSelector: kind.labelSelector,
        },
        signal: options.signal,
        timeoutMs: timing.requestMs,
      }),
    );
    if (!page.success) throw notKubernetes(page.error);
    return page.data;
  }

  /** In lists of Kubernetes' own kinds, the objects do not say again what they are. */
  readonly #withKind = (object: unknown): unknown => {
    const { group, version, kind } = this.#options.kind;
    const apiVersion = group ? `${group}/${version}` : version;
    return isRecord(object) ? { apiVersion, kind, ...object } : object;
  };

  async #watch(from: string, signal: AbortSignal): Promise<Outcome> {
    const { api, kind, sink, timing } = this.#options;
    let resourceVersion = from;
    let openedAt: number | undefined;
    try {
      const events = api.watch({
        path: resourcePath(kind),
        query: {
          labelSelector: kind.labelSelector,
          resourceVersion: from,
          allowWatchBookmarks: 'true',
          timeoutSeconds: String(Math.ceil(timing.watchMs / 1000)),
        },
        signal,
        timeoutMs: timing.requestMs,
        idleMs: timing.watchMs + timing.slackMs,
        onOpen: () => {
          openedAt = Date.now();
          this.#note(() => sink.reading());
        },
      });
      for await (const line of events) {
        const event = watchEventSchema.safeParse(line);
        if (!event.success) throw notKubernetes(event.error);
        if (event.data.type === 'ERROR') throw statusError(event.data.object);
        const { type, object } = event.data;
        resourceVersion = object.metadata.resourceVersion;
        if (type === 'BOOKMARK') sink.bookmark(resourceVersion);
        else if (type === 'DELETED') sink.deleted(object, resourceVersion);
        else sink.changed(object, resourceVersion);
      }
      const openMs = Date.now() - (openedAt ?? Date.now());
      return { type: 'ended', resourceVersion, openMs };
    } catch (error) {
      const failure = await this.#explain(error, signal);
      const opened = openedAt !== undefined;
      return { type: 'failed', failure, resourceVersion, opened };
    }
  }

  /** A 404 is a missing engine only when the rest of the API is there; else what answers is something else. */
  async #explain(error: unknown, signal: AbortSignal): Promise<ReadFailure> {
    if (error instanceof StoreError) {
      return { kind: 'store', message: error.message };
    }
    const failure = readFailureOf(error);
    if (failure.kind !== 'unknown-kind' || signal.aborted) return failure;
    try {
      const groups = await this.#options.api.json({
        path: '/apis',
        signal,
        timeoutMs: this.#options.timing.requestMs,
      });
      return apiGroupsSchema.safeParse(groups).success
        ? failure
        : { kind: 'not-kubernetes', message: failure.message };
    } catch (second) {
      const other = readFailureOf(second);
      return other.kind === 'unknown-kind'
        ? { kind: 'not-kubernetes', message: other.message }
        : other;
    }
  }

  async #report(step: Step, outcome: Outcome): Promise<void> {
    const { sink } = this.#options;
    if (step.report === 'reading') await this.#note(() => sink.reading());
    if (step.report === 'absent') await this.#note(() => sink.absent());
    if (step.report === 'failing' && outcome.type === 'failed') {
      const since = new Date(step.progress.failingSince ?? Date.now());
      await this.#note(() => sink.failing(outcome.failure, since));
    }
  }

  async #note(note: () => Promise<void>): Promise<void> {
    try {
      await note();
    } catch (error) {
      this.#options.logger.error(
        'The database did not take how reading a cluster goes',
        toError(error),
      );
    }
  }
}

/** What it reads, and for whom. */
export interface ObjectReflectorOptions {
  api: ClusterApi;
  kind: WatchedKind;
  sink: ObjectSink;
  timing: ReadTiming;
  logger: LoggerService;
}

function isRecord(object: unknown): object is object {
  return typeof object === 'object' && object !== null;
}

async function stored(store: () => Promise<void>): Promise<void> {
  try {
    await store();
  } catch (error) {
    throw new StoreError(stringifyError(error), { cause: error });
  }
}

async function wait(ms: number, signal: AbortSignal): Promise<void> {
  if (ms === 0) return;
  // The caller looks at the signal next.
  await delay(ms, undefined, { signal }).catch(() => undefined);
}

function notKubernetes(cause: Error): KubernetesError {
  return new KubernetesError({
    status: 200,
    message: 'The answer has not the form of a Kubernetes API',
    cause,
  });
}

function statusError(status: {
  code?: number;
  reason?: string;
  message?: string;
}): KubernetesError {
  return new KubernetesError({ ...status, status: status.code ?? 500 });
}

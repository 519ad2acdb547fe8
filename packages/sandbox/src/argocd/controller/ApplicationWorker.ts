import { isDeepStrictEqual } from 'node:util';
import { ClusterObjects } from '../../contracts';
import {
  Application,
  applicationSchema,
  ApplicationStatus,
  Operation,
} from '../Application';
import { ManifestError } from '../ManifestError';
import { refOf } from '../objects';
import { automationOf } from './automation';
import { compareApplication } from './compareApplication';
import { deleteResources } from './deleteResources';
import { Desired } from './Desired';
import { Destinations } from './Destinations';
import { runOperation } from './runOperation';
import { ArgoCdTimings } from './timings';

const refreshAnnotation = 'argocd.argoproj.io/refresh';

/** What the workers of a controller share. */
export interface WorkerContext {
  home: ClusterObjects;
  destinations: Destinations;
  desired: Desired;
  timings: ArgoCdTimings;
  onError: (error: unknown) => void;
}

/** Looks after one Application. Looks are made one after the other, and those asked for meanwhile are one. */
export class ApplicationWorker {
  readonly #context: WorkerContext;
  readonly #ref: {
    apiVersion: string;
    kind: string;
    namespace: string;
    name: string;
  };
  readonly #timers = new Set<NodeJS.Timeout>();
  #queue: Promise<void> = Promise.resolve();
  #lookAsked = false;
  #operating = false;
  #healing = false;
  #stopped = false;
  #retries = 0;

  static create(options: {
    context: WorkerContext;
    namespace: string;
    name: string;
  }): ApplicationWorker {
    return new ApplicationWorker(options);
  }

  private constructor(options: {
    context: WorkerContext;
    namespace: string;
    name: string;
  }) {
    this.#context = options.context;
    this.#ref = {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Application',
      namespace: options.namespace,
      name: options.name,
    };
  }

  /** Asks for a look. */
  wake(): void {
    if (this.#lookAsked) return;
    this.#lookAsked = true;
    this.#enqueue(async () => {
      this.#lookAsked = false;
      await this.#look();
    });
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    for (const timer of this.#timers) clearTimeout(timer);
    await this.#queue;
  }

  async #look(): Promise<void> {
    const application = this.#read();
    if (!application) return;
    if (application.metadata.deletionTimestamp) {
      deleteResources({ application, ...this.#context });
      return;
    }
    const requested = application.operation;
    if (requested && !this.#operating) {
      this.#retries = 0;
      await this.#sync(application, requested);
      return;
    }
    const running = application.status?.operationState;
    if (running?.phase === 'Running') {
      // One that another process began is begun again.
      if (!this.#operating) await this.#sync(application, running.operation);
      return;
    }
    const compared = await compareApplication({
      application,
      ...this.#context,
    });
    const { comparison, revisions } = compared;
    const automation = comparison
      ? automationOf({ application, comparison, revisions })
      : { kind: 'nothing' as const };
    this.#write(
      compared.status(
        automation.kind === 'refuse'
          ? [{ type: 'SyncError', message: automation.message }]
          : [],
      ),
    );
    this.#consumeRefresh(application);
    if (automation.kind === 'sync') {
      this.#retries = 0;
      await this.#sync(application, automation.operation);
    } else if (automation.kind === 'heal') {
      this.#healLater(automation.operation);
    }
  }

  #healLater(operation: Operation): void {
    if (this.#healing) return;
    this.#healing = true;
    this.#later(this.#context.timings.selfHealMs, async () => {
      this.#healing = false;
      const application = this.#read();
      if (application && !application.operation && !this.#operating) {
        await this.#sync(application, operation);
      }
    });
  }

  async #sync(application: Application, operation: Operation): Promise<void> {
    const startedAt = timestamp();
    this.#operating = true;
    this.#write({
      ...application.status,
      operationState: {
        phase: 'Running',
        message: 'waiting for the resources to be applied',
        startedAt,
        operation,
        ...(this.#retries > 0 && { retryCount: this.#retries }),
      },
    });
    if (application.operation) {
      this.#context.home.mergePatch(this.#ref, { operation: null });
    }
    this.#later(this.#context.timings.syncMs, () =>
      this.#finish(operation, startedAt),
    );
  }

  async #finish(operation: Operation, startedAt: string): Promise<void> {
    const application = this.#read();
    if (!application) return;
    const limit = operation.retry?.limit ?? 0;
    const { status, succeeded } = await runOperation({
      application,
      operation,
      startedAt,
      retryCount: this.#retries,
      retriesLeft: this.#retries < limit,
      ...this.#context,
    });
    this.#write(status);
    if (succeeded || this.#retries >= limit) {
      this.#retries = 0;
      this.#operating = false;
      this.wake();
      return;
    }
    this.#retries += 1;
    this.#later(this.#context.timings.retryMs * 2 ** (this.#retries - 1), () =>
      this.#finish(operation, startedAt),
    );
  }

  #later(ms: number, work: () => Promise<void>): void {
    if (this.#stopped) return;
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      this.#enqueue(work);
    }, ms);
    this.#timers.add(timer);
  }

  #enqueue(work: () => Promise<void>): void {
    this.#queue = this.#queue
      .then(async () => {
        if (!this.#stopped) await work();
      })
      .catch(this.#context.onError);
  }

  #read(): Application | undefined {
    const object = this.#context.home.get(this.#ref);
    if (!object) return undefined;
    const parsed = applicationSchema.safeParse(object);
    if (!parsed.success) {
      throw new ManifestError(
        `the Application ${refOf(object).name} can't be read`,
        { cause: parsed.error },
      );
    }
    return parsed.data;
  }

  #write(status: ApplicationStatus): void {
    const current = this.#read();
    if (!current) return;
    const { reconciledAt: before, ...was } = current.status ?? {};
    const { reconciledAt, ...is } = applicationStatusOf(status);
    // A comparison that found nothing new is worth a write only now and then.
    const age = before ? Date.now() - Date.parse(before) : Infinity;
    if (isDeepStrictEqual(was, is) && age < this.#context.timings.pollMs / 2) {
      return;
    }
    this.#context.home.setStatus(this.#ref, {
      ...is,
      ...(reconciledAt && { reconciledAt }),
    });
  }

  #consumeRefresh(application: Application): void {
    if (!application.metadata.annotations?.[refreshAnnotation]) return;
    this.#context.home.mergePatch(this.#ref, {
      metadata: { annotations: { [refreshAnnotation]: null } },
    });
  }
}

// Fields without a value are none, as in JSON.
function applicationStatusOf(status: ApplicationStatus): ApplicationStatus {
  return JSON.parse(JSON.stringify(status));
}

/** The present, as Kubernetes writes it. */
function timestamp(): string {
  return new Date().toISOString().replace(/\.\d+Z$/, 'Z');
}

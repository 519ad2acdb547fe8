import { ClusterObjects } from '../../contracts';
import { isSameJson } from '../../json';
import { Application, Operation, OperationState } from '../Application';
import { GitRepositories } from '../source/GitRepositories';
import { ApplicationObject } from './ApplicationObject';
import { attempt, historyWith } from './attempt';
import { automationOf, attemptedRevisions } from './automation';
import { mayHaveChanged } from './changedPaths';
import { compareApplication, ComparedApplication } from './compareApplication';
import { deleteResources } from './deleteResources';
import { Desired } from './Desired';
import { Destinations } from './Destinations';
import { kubeTime } from './kubeTime';
import { retryDelay } from './retryDelay';
import { ArgoCdTimings } from './timings';

const refreshAnnotation = 'argocd.argoproj.io/refresh';
const skipAnnotation = 'argocd.argoproj.io/skip-reconcile';

/** What the workers of a controller share. */
export interface WorkerContext {
  home: ClusterObjects;
  destinations: Destinations;
  repositories: GitRepositories;
  desired: Desired;
  timings: ArgoCdTimings;
  onError: (error: unknown) => void;
}

/**
 * Looks after one Application. What it does is done one after the other, and looks that are asked for meanwhile are one.
 *
 * An operation is an object's field `operation` until it has finished, whoever asked for it: so one that was under way
 * when the process ended is taken up again.
 */
export class ApplicationWorker {
  readonly #context: WorkerContext;
  readonly #object: ApplicationObject;
  readonly #timers = new Set<NodeJS.Timeout>();
  #queue: Promise<void> = Promise.resolve();
  #lookAsked = false;
  /** What is to happen next with the operation that is under way. */
  #step: NodeJS.Timeout | undefined;
  #healing = false;
  #stopped = false;

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
    const { context, namespace, name } = options;
    this.#context = context;
    this.#object = ApplicationObject.create({
      home: context.home,
      namespace,
      name,
    });
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
    const application = this.#object.read();
    if (!application) return;
    const { annotations = {}, deletionTimestamp } = application.metadata;
    if (deletionTimestamp) {
      deleteResources({ application, ...this.#context });
      return;
    }
    if (annotations[skipAnnotation] === 'true') return;
    this.#takeUpOperation(application);

    const compared = await compareApplication({
      application,
      ...this.#context,
    });
    const automation = await this.#automation(application, compared);
    const complaints =
      automation.kind === 'refuse'
        ? [{ type: 'SyncError', message: automation.message }]
        : [];
    this.#report(compared, complaints);
    if (automation.kind === 'sync') this.#request(automation.operation);
    if (automation.kind === 'heal') this.#healLater();
  }

  async #automation(application: Application, compared: ComparedApplication) {
    const { comparison, revisions } = compared;
    if (!comparison || application.operation) {
      return { kind: 'nothing' as const };
    }
    const isNew = await mayHaveChanged({
      application,
      repositories: this.#context.repositories,
      from: attemptedRevisions(application),
      to: revisions,
    });
    return automationOf({ application, comparison, revisions, isNew });
  }

  #report(
    compared: ComparedApplication,
    complaints: Array<{ type: string; message: string }>,
  ): void {
    this.#object.update(({ status, metadata }) => {
      const { [refreshAnnotation]: asked, ...annotations } =
        metadata.annotations ?? {};
      const next = { ...status, ...compared.status(complaints) };
      const age = Date.now() - Date.parse(status?.reconciledAt ?? '');
      // A comparison that found nothing new is worth a write only now and then.
      if (
        age < this.#context.timings.pollMs / 2 &&
        isSameJson({ ...next, reconciledAt: status?.reconciledAt }, status)
      ) {
        next.reconciledAt = status?.reconciledAt;
      }
      return { status: next, ...(asked && { annotations }) };
    });
  }

  #healLater(): void {
    if (this.#healing) return;
    this.#healing = true;
    this.#later(this.#context.timings.selfHealMs, async () => {
      this.#healing = false;
      const application = this.#object.read();
      if (!application || application.operation) return;
      // It may have been mended, or turned off, meanwhile.
      const compared = await compareApplication({
        application,
        ...this.#context,
      });
      const automation = await this.#automation(application, compared);
      if (automation.kind === 'heal') this.#request(automation.operation);
    });
  }

  #request(operation: Operation): void {
    this.#object.update(current => ({
      operation: current.operation ?? operation,
    }));
    const application = this.#object.read();
    if (application) this.#takeUpOperation(application);
  }

  #takeUpOperation(application: Application): void {
    const { operation, status } = application;
    const state = status?.operationState;
    if (!operation) return;
    if (state?.phase === 'Terminating') {
      this.#finish({ phase: 'Failed', message: 'Operation terminated' });
      return;
    }
    if (this.#step) return;
    const resumed = state?.phase === 'Running' ? state : undefined;
    if (!resumed) {
      this.#object.update(current => ({
        status: {
          ...current.status,
          operationState: {
            phase: 'Running',
            message: 'waiting for the resources to be applied',
            startedAt: kubeTime(),
            operation,
          },
        },
      }));
    }
    this.#step = this.#later(this.#context.timings.syncMs, () =>
      this.#attempt(),
    );
  }

  async #attempt(): Promise<void> {
    this.#step = undefined;
    const application = this.#object.read();
    const state = application?.status?.operationState;
    const operation = application?.operation;
    if (!application || !state || !operation) return;
    const result = await attempt({ application, operation, ...this.#context });
    const retries = state.retryCount ?? 0;
    if (
      result.phase === 'Succeeded' ||
      retries >= (operation.retry?.limit ?? 0)
    ) {
      this.#finish(result);
      return;
    }
    const delay = retryDelay(operation.retry, retries + 1);
    const wait = delay * this.#context.timings.retryFactor;
    // `Running` that has finished is how the controller says that it waits for its next attempt.
    this.#object.update(({ status }) => ({
      status: {
        ...status,
        operationState: {
          ...state,
          message: `${result.message}. Retrying attempt #${retries + 1} at ${new Date(Date.now() + wait).toISOString().slice(11, 16)}.`,
          syncResult: result.syncResult,
          retryCount: retries + 1,
          finishedAt: kubeTime(),
        },
      },
    }));
    this.#step = this.#later(wait, () => this.#attempt());
  }

  #finish(
    outcome: Pick<OperationState, 'phase' | 'message'> & {
      syncResult?: Awaited<ReturnType<typeof attempt>>['syncResult'];
    },
  ): void {
    if (this.#step) clearTimeout(this.#step);
    this.#step = undefined;
    this.#object.update(application => {
      const { status, operation } = application;
      const state = status?.operationState;
      if (!state || !operation) return {};
      const { startedAt } = state;
      const { syncResult } = outcome;
      return {
        operation: undefined,
        status: {
          ...status,
          operationState: { ...state, ...outcome, finishedAt: kubeTime() },
          ...(syncResult &&
            outcome.phase === 'Succeeded' && {
              history: historyWith({
                application,
                operation,
                syncResult,
                startedAt,
              }),
            }),
        },
      };
    });
    this.wake();
  }

  #later(ms: number, work: () => Promise<void>): NodeJS.Timeout | undefined {
    if (this.#stopped) return undefined;
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      this.#enqueue(work);
    }, ms);
    this.#timers.add(timer);
    return timer;
  }

  #enqueue(work: () => Promise<void>): void {
    this.#queue = this.#queue
      .then(async () => {
        if (!this.#stopped) await work();
      })
      .catch(this.#context.onError);
  }
}

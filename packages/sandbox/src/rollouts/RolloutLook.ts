import { ClusterObjects, KubeObject } from '../contracts';
import { Happening } from '../workloads/EventRecorder';
import { kubeTime } from '../workloads/owned';
import { Analyses, AnalysisType } from './Analyses';
import { durationMs } from './durations';
import { pointService } from './pointService';
import {
  Analysis,
  replicasOf,
  Rollout,
  RolloutStatus,
  RunStatus,
} from './Rollout';
import { countOf, revisionOf, RolloutSets } from './RolloutSets';
import { RolloutTimings } from './timings';
import { Workload } from './workloadOf';

const inconclusive = 'InconclusiveAnalysisRun';

/** What a look at a Rollout begins with. */
export interface RolloutLookOptions {
  objects: ClusterObjects;
  timings: RolloutTimings;
  rollout: Rollout;
  owner: KubeObject;
  workload: Workload;
  /** Of the declared template. */
  hash: string;
  say: (happening: Happening) => void;
  /** Asks for another look. */
  again: (afterMs: number) => void;
}

/**
 * One look at a Rollout: what strategies see and do. They change `status`, which is written at the end, and bring the
 * ReplicaSets, Services and analyses closer to it.
 */
export class RolloutLook {
  readonly status: RolloutStatus;
  readonly rollout: Rollout;
  readonly workload: Workload;
  readonly hash: string;
  readonly replicas: number;
  readonly sets: RolloutSets;
  readonly analyses: Analyses;
  readonly say: (happening: Happening) => void;
  readonly #options: RolloutLookOptions;

  static begin(options: RolloutLookOptions): RolloutLook {
    return new RolloutLook(options);
  }

  private constructor(options: RolloutLookOptions) {
    this.#options = options;
    this.rollout = options.rollout;
    this.workload = options.workload;
    this.hash = options.hash;
    this.say = options.say;
    this.replicas = replicasOf(options.rollout);
    this.status = structuredClone(options.rollout.status ?? {});
    this.sets = RolloutSets.read(options);
    this.analyses = Analyses.create(options);
  }

  get newSet(): KubeObject | undefined {
    return this.sets.of(this.hash);
  }

  get stableSet(): KubeObject | undefined {
    return this.status.stableRS
      ? this.sets.of(this.status.stableRS)
      : undefined;
  }

  get revision(): number {
    const set = this.newSet;
    return set ? revisionOf(set) : this.sets.newestRevision() + 1;
  }

  /** The declared version is the stable one. */
  get isPromoted(): boolean {
    return this.status.stableRS === this.hash;
  }

  get isAborted(): boolean {
    return this.status.abort === true;
  }

  /** Whether all pods that are wanted of the new version are there. */
  isAvailable(wanted = this.replicas): boolean {
    return countOf(this.newSet, 'availableReplicas') >= wanted;
  }

  scale(set: KubeObject | undefined, replicas: number): void {
    if (set) this.sets.scale(set, replicas);
  }

  /** Sets that are neither of the declared version nor of the stable one. */
  others(): KubeObject[] {
    const kept = [this.newSet, this.stableSet].map(set => set?.metadata.name);
    return this.sets.all().filter(set => !kept.includes(set.metadata.name));
  }

  retire(set: KubeObject, seconds: number): void {
    const left = this.sets.retire(
      set,
      seconds * 1_000 * this.#options.timings.durationFactor,
    );
    if (left !== undefined) this.#options.again(left);
  }

  point(name: string | undefined, hash: string): boolean {
    return pointService({ ...this.#options, name, hash });
  }

  /** How an analysis stands. What it comes to is dealt with: a failed one aborts, an inconclusive one pauses. */
  analyse(options: {
    analysis: Analysis;
    type: AnalysisType;
    known: RunStatus | undefined;
    stepIndex?: number;
  }): RunStatus {
    const { known } = options;
    const run = this.analyses.run({
      ...options,
      hashes: { latest: this.hash, stable: this.status.stableRS ?? '' },
      revision: this.revision,
    });
    if (run.status && run.status !== known?.status) {
      const bad = run.status === 'Failed' || run.status === 'Error';
      this.say({
        type: bad ? 'Warning' : 'Normal',
        reason: `AnalysisRun${run.status}`,
        message: `${options.type} Analysis Run '${run.name}' Status New: '${run.status}' Previous: '${known?.status ?? ''}'`,
      });
    }
    if (run.status === 'Failed' || run.status === 'Error') {
      this.abort(run.message);
    } else if (
      run.status === 'Inconclusive' &&
      known?.status !== 'Inconclusive'
    ) {
      this.pause(inconclusive);
    }
    return run;
  }

  /** Whether what was analysed may go on: it is well, or nobody could tell and somebody has said so. */
  hasPassed({ status }: RunStatus): boolean {
    return (
      status === 'Successful' ||
      (status === 'Inconclusive' && !this.isPausedFor(inconclusive))
    );
  }

  /** Nobody can tell whether it is well. */
  get isUnclear(): boolean {
    return this.isPausedFor(inconclusive);
  }

  isPausedFor(reason: string): boolean {
    return Boolean(
      this.status.pauseConditions?.some(each => each.reason === reason),
    );
  }

  pause(reason: string): void {
    if (this.isPausedFor(reason)) return;
    this.status.pauseConditions = [
      ...(this.status.pauseConditions ?? []),
      { reason, startTime: kubeTime(Date.now()) },
    ];
    this.status.controllerPause = true;
    this.say({
      type: 'Normal',
      reason: 'RolloutPaused',
      message: `Rollout is paused (${reason})`,
    });
  }

  resume(): void {
    delete this.status.pauseConditions;
    delete this.status.controllerPause;
  }

  /**
   * Pauses for a reason, once, and returns whether the pause is over: because its time is, or because somebody has
   * removed the condition.
   */
  isPauseOver(reason: string, duration: number | string | undefined): boolean {
    const condition = this.status.pauseConditions?.find(
      each => each.reason === reason,
    );
    if (!condition) {
      if (this.status.controllerPause && !this.status.pauseConditions?.length) {
        this.say({
          type: 'Normal',
          reason: 'RolloutResumed',
          message: 'Rollout is resumed',
        });
        this.resume();
        return true;
      }
      this.pause(reason);
    }
    if (duration === undefined) return false;
    const since = condition ? Date.parse(condition.startTime) : Date.now();
    const left =
      since +
      durationMs(duration) * this.#options.timings.durationFactor -
      Date.now();
    if (left > 0) {
      this.#options.again(left);
      return false;
    }
    this.resume();
    return true;
  }

  abort(message?: string): void {
    if (this.isAborted) return;
    this.status.abort = true;
    this.status.abortedAt = kubeTime(Date.now());
    this.enterAbort(message);
  }

  /** What follows an abort, whoever asked for it. */
  enterAbort(message?: string): void {
    this.resume();
    if (this.status.currentStepIndex !== undefined) {
      this.status.currentStepIndex = 0;
    }
    this.analyses.terminate();
    const text = `Rollout aborted update to revision ${this.revision}${message ? `: ${message}` : ''}`;
    this.abortMessage = text;
    this.say({ type: 'Warning', reason: 'RolloutAborted', message: text });
  }

  /** Set by the look in which it is aborted. */
  abortMessage: string | undefined;

  /** The declared version has become the stable one. */
  complete(how: string): void {
    this.status.stableRS = this.hash;
    delete this.status.promoteFull;
    this.analyses.terminate();
    this.say({
      type: 'Normal',
      reason: 'RolloutCompleted',
      message: `Rollout completed update to revision ${this.revision} (${this.hash}): ${how}`,
    });
  }
}

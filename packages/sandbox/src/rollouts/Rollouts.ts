import { ClusterObjects, KubeObject } from '../contracts';
import { isSameJson } from '../json';
import { EventRecorder } from '../workloads/EventRecorder';
import { templateHash } from '../workloads/pods';
import { advanceBlueGreen } from './advanceBlueGreen';
import { advanceCanary } from './advanceCanary';
import { mistakeIn } from './mistakeIn';
import { noticeChanges } from './noticeChanges';
import { refusedStatus, reportedStatus } from './reportedStatus';
import { restartPods } from './restartPods';
import {
  revisionAnnotation,
  Rollout,
  rolloutKind,
  rolloutSchema,
} from './Rollout';
import { RolloutLook } from './RolloutLook';
import { revisionOf, wantedOf } from './RolloutSets';
import { RolloutTimings } from './timings';
import { workloadOf } from './workloadOf';

const generationAnnotation = 'rollout.argoproj.io/workload-generation';

/** What the controllers of this folder have. */
export interface RolloutContext {
  objects: ClusterObjects;
  timings: RolloutTimings;
  events: EventRecorder;
  /** Asks for another look at an object after some time. */
  again(object: KubeObject, afterMs: number): void;
}

/** Rolls out Rollouts, step by step. */
export class Rollouts {
  readonly kind = rolloutKind;
  readonly #context: RolloutContext;
  readonly #progressedAt = new Map<string, number>();

  static create(context: RolloutContext): Rollouts {
    return new Rollouts(context);
  }

  private constructor(context: RolloutContext) {
    this.#context = context;
  }

  look(object: KubeObject): void {
    const { objects, timings, events } = this.#context;
    const rollout = rolloutSchema.parse(object);
    const workload = workloadOf(rollout, objects);
    const mistake = mistakeIn({ rollout, workload, objects });
    if (mistake || !workload) {
      this.#write(rollout, refusedStatus(rollout, mistake ?? ''));
      // What is missing may come.
      this.#context.again(object, timings.retryMs);
      return;
    }
    const look = RolloutLook.begin({
      objects,
      timings,
      rollout,
      owner: object,
      workload,
      // Other than that of a Deployment with this template, whose ReplicaSet may have the same name otherwise.
      hash: templateHash({ rollout: workload.template }),
      say: happening => events.record(object, happening),
      again: afterMs => this.#context.again(object, afterMs),
    });
    noticeChanges(look);
    const paused = rollout.spec.paused === true;
    const created = !look.newSet && !paused;
    if (created) look.sets.create(look);
    else if (look.newSet) look.sets.renew(look.newSet);
    const { canary, blueGreen } = rollout.spec.strategy ?? {};
    if (!paused || look.isAborted) {
      if (blueGreen) advanceBlueGreen(look, blueGreen);
      else advanceCanary(look, canary ?? {});
    }
    restartPods({ look, ...this.#context, owner: object });
    this.#report(look, { created, object });
    this.#annotate(look);
    this.#scaleWorkload(look);
    look.sets.forgetOld([look.hash, look.status.stableRS ?? '']);
    look.analyses.forgetOld([
      look.status.canary?.currentStepAnalysisRunStatus,
      look.status.canary?.currentBackgroundAnalysisRunStatus,
      look.status.blueGreen?.prePromotionAnalysisRunStatus,
      look.status.blueGreen?.postPromotionAnalysisRunStatus,
    ]);
  }

  #report(
    look: RolloutLook,
    { created, object }: { created: boolean; object: KubeObject },
  ): void {
    const { uid } = look.rollout.metadata;
    const now = Date.now();
    const deadlineMs = this.#deadlineOf(look.rollout);
    const { status, progressed, waits, late } = reportedStatus({
      look,
      created,
      lateSince: (this.#progressedAt.get(uid) ?? now) + deadlineMs,
      now,
    });
    if (progressed || !this.#progressedAt.has(uid)) {
      this.#progressedAt.set(uid, now);
    }
    this.#write(look.rollout, status);
    if (!waits) return;
    if (late && look.rollout.spec.progressDeadlineAbort) {
      look.abort('progress deadline exceeded');
      this.#write(look.rollout, {
        ...status,
        abort: true,
        abortedAt: look.status.abortedAt,
      });
    } else if (!late) {
      const since = this.#progressedAt.get(uid) ?? now;
      this.#context.again(object, Math.max(1, since + deadlineMs - now));
    }
  }

  #deadlineOf({ spec }: Rollout): number {
    const { maxProgressDeadlineMs } = this.#context.timings;
    const { progressDeadlineSeconds = 600 } = spec;
    return Math.min(progressDeadlineSeconds * 1_000, maxProgressDeadlineMs);
  }

  #write({ metadata, status }: Rollout, next: unknown): void {
    const { namespace, name } = metadata;
    const ref = { ...rolloutKind, namespace, name };
    if (isSameJson(status ?? {}, next) || !this.#context.objects.get(ref)) {
      return;
    }
    this.#context.objects.setStatus(ref, next);
  }

  #annotate({ rollout, newSet, workload }: RolloutLook): void {
    const { namespace, name, annotations = {} } = rollout.metadata;
    const wanted: Record<string, string> = {
      ...(newSet && { [revisionAnnotation]: String(revisionOf(newSet)) }),
      ...(workload.generation !== undefined && {
        [generationAnnotation]: String(workload.generation),
      }),
    };
    const isThere = Object.entries(wanted).every(
      ([key, value]) => annotations[key] === value,
    );
    if (isThere) return;
    this.#context.objects.mergePatch(
      { ...rolloutKind, namespace, name },
      { metadata: { annotations: wanted } },
    );
  }

  /** The workload that is referred to gives its pods away, when it says so. */
  #scaleWorkload({ rollout, isPromoted, status }: RolloutLook): void {
    const ref = rollout.spec.workloadRef;
    if (ref?.kind !== 'Deployment') return;
    const isTime =
      ref.scaleDown === 'progressively' ||
      (ref.scaleDown === 'onsuccess' && status.phase === 'Healthy');
    if (!isTime || !isPromoted) return;
    const { objects } = this.#context;
    const { namespace } = rollout.metadata;
    const place = { apiVersion: ref.apiVersion, kind: ref.kind, namespace };
    const workload = objects.get({ ...place, name: ref.name });
    if (workload && wantedOf(workload) > 0) {
      objects.mergePatch(
        { ...place, name: ref.name },
        { spec: { replicas: 0 } },
      );
    }
  }
}

import { ClusterObjects, ImageRegistry, KubeObject } from '../contracts';
import { recordsAt, textAt } from '../json';
import { imagesOf } from '../podSpec';
import { EventRecorder } from './EventRecorder';
import { podHappenings } from './podHappenings';
import { isReady, podKind } from './pods';
import { PodStage, podStatus } from './podStatus';
import { WorkloadTimings } from './timings';
import { WorkloadContext, WorkloadController } from './WorkloadController';

/** Runs pods, as kubelets do: pulls their images, starts them, and tries again what fails. */
export class PodRunner implements WorkloadController {
  readonly kind = podKind;
  readonly #objects: ClusterObjects;
  readonly #timings: WorkloadTimings;
  readonly #again: WorkloadContext['again'];
  readonly #images: ImageRegistry;
  readonly #events: EventRecorder;
  /** Pods that will crash. */
  readonly #faulty = new Set<string>();
  readonly #known = new Map<string, { stage: PodStage; until: number }>();

  static create(
    options: WorkloadContext & { images: ImageRegistry },
  ): PodRunner {
    return new PodRunner(options);
  }

  private constructor(options: WorkloadContext & { images: ImageRegistry }) {
    this.#objects = options.objects;
    this.#timings = options.timings;
    this.#again = options.again;
    this.#images = options.images;
    this.#events = options.events;
  }

  async look(pod: KubeObject): Promise<void> {
    const uid = pod.metadata.uid ?? '';
    const known = this.#known.get(uid);
    if (!known) {
      this.#enter(pod, stageOf(pod));
      return;
    }
    const left = known.until - Date.now();
    if (left > 0) {
      if (left < Infinity) this.#again(pod, left);
      return;
    }
    const next = await this.#after(pod, known.stage);
    if (next) this.#enter(pod, next);
  }

  /** Forgets a pod that is gone. */
  forget(pod: KubeObject): void {
    this.#known.delete(pod.metadata.uid ?? '');
    this.#faulty.delete(pod.metadata.uid ?? '');
    this.#events.forget(pod);
  }

  #enter(pod: KubeObject, stage: PodStage): void {
    const { namespace, name, uid = '' } = pod.metadata;
    const now = Date.now();
    const wait = this.#stayMs(stage, pod);
    this.#known.set(uid, {
      stage,
      until: wait === undefined ? Infinity : now + wait,
    });
    // Deleted meanwhile, perhaps.
    const current = this.#objects.get({ ...podKind, namespace, name });
    if (current?.metadata.uid !== uid) return;
    const isSame = stage.at === 'ready' && isReady(current);
    if (!isSame) {
      this.#objects.setStatus(
        { ...podKind, namespace, name },
        podStatus(current, { stage, now }),
      );
      for (const happening of podHappenings(current, stage)) {
        this.#events.record(current, happening);
      }
    }
    if (wait !== undefined) this.#again(pod, wait);
  }

  /** How long a stage lasts; undefined when for ever. */
  #stayMs(stage: PodStage, pod: KubeObject): number | undefined {
    const { pullMs, readyMs, crashMs } = this.#timings;
    switch (stage.at) {
      case 'creating':
        return pullMs;
      case 'starting':
        return this.#isFaulty(pod) ? crashMs : readyMs;
      case 'no-image':
        return this.#backoff(stage.attempts - 1);
      case 'crashed':
        return this.#backoff(stage.restarts);
      default:
        return undefined;
    }
  }

  #backoff(attempts: number): number {
    const { backoffMs, maxBackoffMs } = this.#timings;
    return Math.min(backoffMs * 2 ** attempts, maxBackoffMs);
  }

  #isFaulty({ metadata }: KubeObject): boolean {
    return this.#faulty.has(metadata.uid ?? '');
  }

  async #after(
    pod: KubeObject,
    stage: PodStage,
  ): Promise<PodStage | undefined> {
    switch (stage.at) {
      case 'creating':
        return this.#start(pod, { attempts: 0, restarts: 0 });
      case 'no-image':
        return this.#start(pod, { attempts: stage.attempts, restarts: 0 });
      case 'crashed':
        return this.#start(pod, {
          attempts: 0,
          restarts: stage.restarts + 1,
        });
      case 'starting':
        if (runsToCompletion(pod)) {
          return { at: 'done', succeeded: !this.#isFaulty(pod) };
        }
        return this.#isFaulty(pod)
          ? { at: 'crashed', restarts: stage.restarts }
          : { at: 'ready', restarts: stage.restarts };
      default:
        return undefined;
    }
  }

  async #start(
    pod: KubeObject,
    counts: { attempts: number; restarts: number },
  ): Promise<PodStage> {
    let faulty = false;
    for (const image of imagesOf(pod)) {
      const state = await this.#images.stateOf(image);
      if (state === 'missing') {
        return { at: 'no-image', image, attempts: counts.attempts + 1 };
      }
      faulty ||= state === 'crashes';
    }
    const uid = pod.metadata.uid ?? '';
    if (faulty) this.#faulty.add(uid);
    else this.#faulty.delete(uid);
    return { at: 'starting', restarts: counts.restarts };
  }
}

/** What the status of a pod from an earlier run says; what was under way begins anew. */
function stageOf(pod: KubeObject): PodStage {
  const [container] = recordsAt(pod, 'status', 'containerStatuses');
  const restarts =
    typeof container?.restartCount === 'number' ? container.restartCount : 0;
  const phase = textAt(pod, 'status', 'phase');
  if (phase === 'Succeeded' || phase === 'Failed') {
    return { at: 'done', succeeded: phase === 'Succeeded' };
  }
  if (isReady(pod)) return { at: 'ready', restarts };
  return phase === 'Running' ? { at: 'crashed', restarts } : { at: 'creating' };
}

function runsToCompletion(pod: KubeObject): boolean {
  const policy = textAt(pod, 'spec', 'restartPolicy');
  return policy === 'Never' || policy === 'OnFailure';
}

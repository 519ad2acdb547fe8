import { createHash } from 'node:crypto';
import { ClusterObjects, KubeObject } from '../contracts';
import { numberAt, textAt } from '../json';
import { kubeTime } from './owned';

const eventKind = { apiVersion: 'v1', kind: 'Event' };

/** What has happened to an object. */
export interface Happening {
  type: 'Normal' | 'Warning';
  reason: string;
  message: string;
}

/**
 * Writes events about objects. What happens to an object again is counted in the event that is there, and events go
 * with the object or when they are old, so that they do not pile up.
 */
export class EventRecorder {
  readonly #objects: ClusterObjects;
  readonly #component: string;
  readonly #keepMs: number;
  readonly #sweep: NodeJS.Timeout;

  static start(options: {
    objects: ClusterObjects;
    /** Who says so. Only events of its own are cleaned up. */
    component: string;
    keepMs: number;
  }): EventRecorder {
    return new EventRecorder(options);
  }

  private constructor(options: Parameters<typeof EventRecorder.start>[0]) {
    this.#objects = options.objects;
    this.#component = options.component;
    this.#keepMs = options.keepMs;
    this.#sweep = setInterval(() => this.#dropOld(), this.#keepMs / 10);
  }

  record(about: KubeObject, { type, reason, message }: Happening): void {
    const { apiVersion, kind, metadata } = about;
    const { namespace = 'default', name, uid } = metadata;
    const now = kubeTime(Date.now());
    const hash = createHash('sha256')
      .update([uid, type, reason, message].join('\n'))
      .digest('hex')
      .slice(0, 16);
    const ref = { ...eventKind, namespace, name: `${name}.${hash}` };
    const known = this.#objects.get(ref);
    if (known) {
      this.#objects.mergePatch(ref, {
        count: (numberAt(known, 'count') ?? 1) + 1,
        lastTimestamp: now,
      });
      return;
    }
    this.#objects.create({
      ...eventKind,
      metadata: { name: ref.name, namespace },
      involvedObject: { apiVersion, kind, namespace, name, uid },
      type,
      reason,
      message,
      count: 1,
      firstTimestamp: now,
      lastTimestamp: now,
      source: { component: this.#component },
      reportingComponent: this.#component,
      reportingInstance: '',
    });
  }

  /** Drops the events about an object that is gone. */
  forget({ metadata }: KubeObject): void {
    this.#drop(
      event => textAt(event, 'involvedObject', 'uid') === metadata.uid,
      metadata.namespace,
    );
  }

  stop(): void {
    clearInterval(this.#sweep);
  }

  #dropOld(): void {
    const oldest = kubeTime(Date.now() - this.#keepMs);
    this.#drop(event => (textAt(event, 'lastTimestamp') ?? '') < oldest);
  }

  #drop(isOver: (event: KubeObject) => boolean, namespace?: string): void {
    for (const event of this.#objects.list({ ...eventKind, namespace })) {
      if (event.reportingComponent !== this.#component || !isOver(event)) {
        continue;
      }
      const { name, namespace: at } = event.metadata;
      this.#objects.delete({ ...eventKind, namespace: at, name });
    }
  }
}

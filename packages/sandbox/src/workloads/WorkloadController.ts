import { ClusterObjects, KindRef, KubeObject } from '../contracts';
import { EventRecorder } from './EventRecorder';
import { WorkloadTimings } from './timings';

/** What all controllers of workloads have. */
export interface WorkloadContext {
  objects: ClusterObjects;
  timings: WorkloadTimings;
  events: EventRecorder;
  /** Asks for another look at an object after some time. */
  again(object: KubeObject, afterMs: number): void;
}

/**
 * Brings what belongs to an object closer to what the object says. It is called for each change of the object and of
 * what it owns, and does one step of what is possible then.
 */
export interface WorkloadController {
  readonly kind: KindRef;
  look(object: KubeObject): Promise<void> | void;
}

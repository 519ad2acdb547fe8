/** How long what happens to workloads takes. */
export interface WorkloadTimings {
  /** How long an image is pulled, or found missing. */
  pullMs: number;
  /** From the start of a container until it is ready, or done when it runs to completion. */
  readyMs: number;
  /** From the start of a container until it crashes, when it does. */
  crashMs: number;
  /** Before the first new attempt to pull an image or to start a container; doubled for each that follows. */
  backoffMs: number;
  maxBackoffMs: number;
  /** The longest that a rollout may be without progress, whatever its Deployment says; `minReadySeconds` come on top. */
  maxProgressDeadlineMs: number;
  /** What part of `minReadySeconds` is waited for. */
  minReadyFactor: number;
}

export const usualWorkloads: WorkloadTimings = {
  pullMs: 1_500,
  readyMs: 2_500,
  crashMs: 1_000,
  backoffMs: 2_000,
  maxBackoffMs: 15_000,
  maxProgressDeadlineMs: 40_000,
  minReadyFactor: 1,
};

/** For tests, and for a start that nobody wants to wait for. */
export const hurriedWorkloads: WorkloadTimings = {
  pullMs: 2,
  readyMs: 3,
  crashMs: 2,
  backoffMs: 20,
  maxBackoffMs: 100,
  maxProgressDeadlineMs: 200,
  minReadyFactor: 0,
};

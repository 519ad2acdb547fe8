/** How long what happens to Rollouts takes. */
export interface RolloutTimings {
  /** What part of pauses, delays and intervals between measurements is waited for. */
  durationFactor: number;
  /** The longest that a rollout may be without progress, whatever it says itself. */
  maxProgressDeadlineMs: number;
  /** Until what can't be carried out is looked at again. */
  retryMs: number;
}

export const usualRollouts: RolloutTimings = {
  durationFactor: 1,
  maxProgressDeadlineMs: 40_000,
  retryMs: 2_000,
};

/** For tests, and for a start that nobody wants to wait for. */
export const hurriedRollouts: RolloutTimings = {
  durationFactor: 0.002,
  maxProgressDeadlineMs: 300,
  retryMs: 20,
};

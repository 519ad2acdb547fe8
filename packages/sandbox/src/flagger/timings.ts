/** How long what happens to canaries takes. */
export interface FlaggerTimings {
  /** What part of the interval between checks is waited for. */
  intervalFactor: number;
  /** Until what can't be done is tried again. */
  retryMs: number;
}

export const usualFlagger: FlaggerTimings = {
  intervalFactor: 1,
  retryMs: 2_000,
};

/** For tests, and for a start that nobody wants to wait for. */
export const hurriedFlagger: FlaggerTimings = {
  intervalFactor: 0.002,
  retryMs: 20,
};

/** How long what Flux does takes. */
export interface FluxTimings {
  /** From a push until sources are fetched. */
  fetchMs: number;
  /** From the start of an attempt until everything is applied. */
  applyMs: number;
  /** How often health is looked at while it is waited for. */
  healthMs: number;
  /** What part of the intervals and timeouts that objects declare is waited for. */
  timeFactor: number;
}

export const usualFlux: FluxTimings = {
  fetchMs: 1_000,
  applyMs: 1_500,
  healthMs: 500,
  timeFactor: 0.1,
};

/** For tests, and for a start that nobody wants to wait for. */
export const hurriedFlux: FluxTimings = {
  fetchMs: 5,
  applyMs: 5,
  healthMs: 5,
  timeFactor: 0.005,
};

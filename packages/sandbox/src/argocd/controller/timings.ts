/** How long the controller takes for what takes time. */
export interface ArgoCdTimings {
  /** From a commit to the comparison that sees it. */
  webhookMs: number;
  /** How long a sync runs. */
  syncMs: number;
  /** How often everything is compared without having been told to. */
  pollMs: number;
  /** Before drift is healed. */
  selfHealMs: number;
  /** What part of the backoff between attempts of a sync is waited for. */
  retryFactor: number;
}

export const usualTimings: ArgoCdTimings = {
  webhookMs: 1_000,
  syncMs: 2_000,
  pollMs: 60_000,
  selfHealMs: 5_000,
  retryFactor: 1,
};

/** For tests, and for a start that nobody wants to wait for. */
export const hurriedTimings: ArgoCdTimings = {
  webhookMs: 5,
  syncMs: 10,
  pollMs: 5_000,
  selfHealMs: 20,
  retryFactor: 0.004,
};

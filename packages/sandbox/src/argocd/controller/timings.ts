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
  /** Before the first retry of a failed sync; doubled for each that follows. */
  retryMs: number;
}

export const usualTimings: ArgoCdTimings = {
  webhookMs: 1_000,
  syncMs: 2_000,
  pollMs: 60_000,
  selfHealMs: 5_000,
  retryMs: 5_000,
};

/** For tests, and for a start that nobody wants to wait for. */
export const hurriedTimings: ArgoCdTimings = {
  webhookMs: 5,
  syncMs: 10,
  pollMs: 5_000,
  selfHealMs: 20,
  retryMs: 20,
};

import { PromotionTiming } from '../../Observation';

/** Nothing that is under way is given up; the rest is quick, as the test lets the time pass. */
export const timing: PromotionTiming = {
  settleMs: 5_000,
  syncTimeoutMs: 365 * 86_400_000,
  graceMs: 365 * 86_400_000,
  pollMs: 30_000,
};

/** After so long the lease of a replica that died has ended. */
export const leaseMs = 31_000;

import { PromotionTiming } from '../Observation';

export const timing: PromotionTiming = {
  settleMs: 60_000,
  syncTimeoutMs: 600_000,
  graceMs: 120_000,
  pollMs: 60_000,
};

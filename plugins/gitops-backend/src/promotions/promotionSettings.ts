import { PromotionsConfig } from '../config/promotions';
import { PromotionSettings } from './startPromotions';

/** How promotions behave, as the portal's config says. */
export function promotionSettings(config: PromotionsConfig): PromotionSettings {
  return {
    settleMs: config.settleTimeMs,
    syncTimeoutMs: config.syncTimeoutMs,
    graceMs: config.graceTimeMs,
    pollMs: config.pollIntervalMs,
    branchPrefix: config.branchPrefix,
    labels: config.labels,
  };
}

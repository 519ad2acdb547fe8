import { PromotionsConfig } from '../config/promotions';
import { PromotionSettings } from './startPromotions';

/** Longer than what Argo CD and Kubernetes need to get over a failed attempt or a restarted container. */
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

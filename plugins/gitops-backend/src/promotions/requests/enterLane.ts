import {
  EnvironmentPolicy,
  PlanResponse,
  PromotionPlan,
} from '@fairlead/backstage-plugin-gitops-common';
import {
  LaneTakenError,
  StaleRevisionError,
} from '../../store/promotionErrors';
import { NewPromotion, PromotionsStore } from '../../store/PromotionsStore';
import { isSameChange, refuseBusyLane } from '../promotionRequest';
import { toPromotion, TrackedPromotion } from '../TrackedPromotion';

/** Somebody else may click, and the reconciler write, at the same moment; a few times in a row at most. */
const attempts = 8;

/** What becomes of a request, given what is under way in its lane. */
export function laneAnswer(options: {
  underWay: readonly TrackedPromotion[];
  plan: PromotionPlan;
  lane: EnvironmentPolicy['lane'];
}): { lane: PlanResponse['lane']; active?: TrackedPromotion } {
  const { underWay, plan, lane } = options;
  const same = underWay.find(
    each => !each.tracking.supersede && isSameChange(each, plan),
  );
  if (same) return { lane: 'same', active: same };
  const [active] = underWay;
  return active ? { lane, active } : { lane: 'free' };
}

/**
 * Stores promotions by the rules of their lane. Two that are asked for at the same moment are one after the other;
 * the same one asked for twice is found, and not made again. Throws ConflictError where the lane is taken and keeps
 * others out.
 */
export async function enterLane(options: {
  store: PromotionsStore;
  policy: Pick<EnvironmentPolicy, 'lane'>;
  /** The whole change, to find the same one: that of all waves. */
  plan: PromotionPlan;
  /** One, or all waves in order; called again when the lane has changed meanwhile. */
  promotions: (how: {
    state: 'planned' | 'queued';
    supersedes?: string;
  }) => NewPromotion[];
}): Promise<{ promotion: TrackedPromotion; created: boolean; wake: string[] }> {
  const { store, policy, plan } = options;
  for (let attempt = 1; ; attempt++) {
    const underWay = await store.underWayInLane({
      entityRef: plan.entityRef,
      to: plan.to,
    });
    const { lane, active } = laneAnswer({ underWay, plan, lane: policy.lane });
    if (lane === 'same' && active) {
      return { promotion: active, created: false, wake: [] };
    }
    if (lane === 'reject' && active) refuseBusyLane(toPromotion(active));
    const supersede =
      lane === 'supersede'
        ? underWay.filter(({ tracking }) => !tracking.supersede)
        : [];
    const promotions = options.promotions({
      state: active ? 'queued' : 'planned',
      ...(lane === 'supersede' && active && { supersedes: active.id }),
    });
    try {
      await store.insert(promotions, { supersede, underWay });
      return {
        promotion: promotions[0].promotion,
        created: true,
        wake: [...underWay, ...promotions.map(each => each.promotion)].map(
          ({ id }) => id,
        ),
      };
    } catch (error) {
      const isRace =
        error instanceof LaneTakenError || error instanceof StaleRevisionError;
      if (!isRace || attempt === attempts) throw error;
    }
  }
}

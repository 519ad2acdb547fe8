import { ConflictError, NotFoundError } from '@backstage/errors';
import { isEnded, Promotion } from '@fairlead/backstage-plugin-gitops-common';
import { refWords } from '../gates/words/refWords';
import { StaleRevisionError } from '../store/promotionErrors';
import { PromotionsStore } from '../store/PromotionsStore';
import { TrackedPromotion, Tracking } from './TrackedPromotion';

/** The reconciler writes too; it does so a few times in a row at most. */
const attempts = 5;

/** Why a promotion can't be cancelled; undefined when it can. */
export function whyNotCancellable(
  promotion: Pick<Promotion, 'state'>,
): string | undefined {
  const { state } = promotion;
  if (isEnded(state)) return `It has ended already: ${state}.`;
  return ['merged', 'synced', 'settling'].includes(state)
    ? "It is merged already, so it can't be cancelled: promote another version instead, or roll back."
    : undefined;
}

/** Throws ConflictError with the reason. */
export function refuseUncancellable(promotion: TrackedPromotion): void {
  const why = whyNotCancellable(promotion);
  if (why) throw new ConflictError(why);
}

/**
 * Writes down that a promotion shall be cancelled; the first to ask is remembered. Throws ConflictError when it is
 * too late.
 */
export async function requestCancellation(options: {
  store: PromotionsStore;
  promotion: TrackedPromotion;
  cancel: NonNullable<Tracking['cancel']>;
}): Promise<TrackedPromotion> {
  const { store, cancel } = options;
  let { promotion } = options;
  for (let attempt = 1; ; attempt++) {
    refuseUncancellable(promotion);
    if (promotion.tracking.cancel) return promotion;
    try {
      return await store.update({
        promotion,
        at: new Date(cancel.at),
        change: {
          message: `Cancelling for ${refWords(cancel.by)}.`,
          tracking: { ...promotion.tracking, cancel },
          events: [
            {
              key: `cancel-requested:${cancel.at}`,
              type: 'cancel-requested',
              message: `Cancellation was requested: ${cancel.reason}`,
              actor: cancel.by,
            },
          ],
        },
      });
    } catch (error) {
      if (!(error instanceof StaleRevisionError) || attempt === attempts) {
        throw error;
      }
    }
    const { id } = promotion;
    const now = await store.get(id);
    if (!now) throw new NotFoundError(`There is no promotion ${id}`);
    promotion = now;
  }
}

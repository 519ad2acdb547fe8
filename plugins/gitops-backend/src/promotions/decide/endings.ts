import { PromotionChange, TrackedPromotion } from '../TrackedPromotion';

type End =
  'succeeded' | 'closed' | 'cancelled' | 'superseded' | 'failed' | 'errored';

/** The last change of a promotion, which frees its lane. */
export function end(options: {
  state: End;
  message: string;
  actor?: string;
  link?: string;
}): PromotionChange {
  const { state, message, actor, link } = options;
  return {
    state,
    message,
    events: [
      {
        key: 'end',
        type: state,
        message,
        ...(actor && { actor }),
        ...(link && { link }),
      },
    ],
  };
}

/** It was called off by somebody in the portal. */
export function cancelled(promotion: TrackedPromotion): PromotionChange {
  const { cancel } = promotion.tracking;
  return end({
    state: 'cancelled',
    message: cancel
      ? `Cancelled by ${cancel.by}: ${cancel.reason}`
      : 'Cancelled.',
    ...(cancel && { actor: cancel.by }),
  });
}

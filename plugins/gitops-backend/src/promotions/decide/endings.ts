import { refWords } from '../../gates/words/refWords';
import { PromotionChange, TrackedPromotion } from '../TrackedPromotion';

type End =
  | 'succeeded'
  | 'noop'
  | 'closed'
  | 'cancelled'
  | 'superseded'
  | 'failed'
  | 'errored';

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
    contents: null,
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

/** Whether somebody, or a newer promotion, wants it to end before it is merged. */
export function isCalledOff({ tracking }: TrackedPromotion): boolean {
  return tracking.cancel !== undefined || tracking.supersede !== undefined;
}

/** It was called off by somebody in the portal, or by a newer promotion. */
export function calledOff(promotion: TrackedPromotion): PromotionChange {
  const { cancel, supersede } = promotion.tracking;
  if (!cancel && supersede) {
    return {
      ...end({
        state: 'superseded',
        message: 'A newer promotion has taken its place.',
      }),
      links: { ...promotion.links, supersededBy: supersede.by },
    };
  }
  return end({
    state: 'cancelled',
    message: cancel
      ? `Cancelled by ${refWords(cancel.by)}: ${cancel.reason}`
      : 'Cancelled.',
    ...(cancel && { actor: cancel.by }),
  });
}

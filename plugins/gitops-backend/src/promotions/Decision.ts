import { PromotionChange } from './TrackedPromotion';

/** The next step of a promotion. */
export interface Decision {
  /** To be persisted, before anything is done. */
  change?: PromotionChange;
  /** To be done after the change is persisted. Its outcome belongs into the next observation. */
  act?: 'open' | 'close';
  /** Nothing more can be done now: look again then, or when something happens. */
  lookAgainAt?: Date;
}

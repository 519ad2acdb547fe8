import { PromotionChange } from './TrackedPromotion';

/**
 * What can be done outside: `open` and `close` the pull request; `rebase` the plan on what the base branch has now,
 * and `update` the pull request with it; `merge` it, or `schedule` that with the forge; `show` the gates on it.
 */
export type PromotionAct =
  'open' | 'close' | 'rebase' | 'update' | 'merge' | 'schedule' | 'show';

/** The next step of a promotion. */
export interface Decision {
  /** To be persisted, before anything is done. */
  change?: PromotionChange;
  /** To be done after the change is persisted. Its outcome belongs into the next observation. */
  act?: PromotionAct;
  /**
   * Nothing more can be done now: look again then, or when something happens. A decision without it is followed by
   * the next one at once.
   */
  lookAgainAt?: Date;
}

import { isEnded } from '@fairlead/backstage-plugin-gitops-common';
import { decideDeployment } from './decide/decideDeployment';
import { decideOpen } from './decide/decideOpen';
import { decideOpening } from './decide/decideOpening';
import { cancelled } from './decide/endings';
import { Observation, PromotionTiming } from './Observation';
import { PromotionChange, TrackedPromotion } from './TrackedPromotion';

/** The next step of a promotion. */
export interface Decision {
  /** To be persisted, before anything is done. */
  change?: PromotionChange;
  /** To be done after the change is persisted. Its outcome belongs into the next observation. */
  act?: 'open' | 'close';
  /** Nothing more can be done now: look again then, or when something happens. */
  lookAgainAt?: Date;
}

/**
 * What to do next for a promotion, given what was observed. Pure: the same input gives the same decision.
 *
 * @remarks
 * `planned → opening → open → merged → synced → settling → succeeded`, one state at a time, so that the timeline
 * has no gaps whatever happened while nobody looked. From `settling` and `synced` it goes back when a target falls
 * back. An ended promotion stays as it is.
 */
export function decide(
  promotion: TrackedPromotion,
  options: { observation: Observation; timing: PromotionTiming },
): Decision {
  const { observation } = options;
  if (isEnded(promotion.state)) return {};
  switch (promotion.state) {
    case 'planned':
      return promotion.tracking.cancel
        ? { change: cancelled(promotion) }
        : {
            change: {
              state: 'opening',
              message: `Opening a pull request in ${promotion.plan.repoUrl}.`,
            },
          };
    case 'opening':
      return decideOpening(promotion, observation);
    case 'open':
      return decideOpen(promotion, options);
    default:
      return decideDeployment(promotion, options);
  }
}

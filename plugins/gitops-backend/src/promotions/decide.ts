import { isEnded } from '@fairlead/backstage-plugin-gitops-common';
import { decideDeployment } from './decide/decideDeployment';
import { decideOpen } from './decide/decideOpen';
import { decideOpening } from './decide/decideOpening';
import { cancelled } from './decide/endings';
import { Decision } from './Decision';
import { Observation, PromotionTiming } from './Observation';
import { TrackedPromotion } from './TrackedPromotion';

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

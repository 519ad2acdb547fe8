import { isEnded } from '@fairlead/backstage-plugin-gitops-common';
import { decideDeployment } from './decide/decideDeployment';
import { decideOpen } from './decide/decideOpen';
import { decideOpening } from './decide/decideOpening';
import { decidePlanned } from './decide/decidePlanned';
import { decideQueued } from './decide/decideQueued';
import { DecideOptions } from './DecideOptions';
import { Decision } from './Decision';
import { TrackedPromotion } from './TrackedPromotion';

/**
 * What to do next for a promotion, given what was observed. Pure: the same input gives the same decision.
 *
 * @remarks
 * `queued → planned → opening → open → merged → synced → settling → succeeded`, one state at a time, so that the
 * timeline has no gaps whatever happened while nobody looked. From `settling` and `synced` it goes back when a target
 * falls back. An ended promotion stays as it is.
 */
export function decide(
  promotion: TrackedPromotion,
  options: DecideOptions,
): Decision {
  if (isEnded(promotion.state)) return {};
  switch (promotion.state) {
    case 'queued':
      return decideQueued(promotion, options);
    case 'planned':
      return decidePlanned(promotion, options);
    case 'opening':
      return decideOpening(promotion, options.observation);
    case 'open':
      return decideOpen(promotion, options);
    default:
      return decideDeployment(promotion, options);
  }
}

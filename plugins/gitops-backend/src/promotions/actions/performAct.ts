import { EnvironmentPolicy } from '@fairlead/backstage-plugin-gitops-common';
import { PromotionsStore } from '../../store/PromotionsStore';
import { PromotionAct } from '../Decision';
import { Observation } from '../Observation';
import { OpeningAsUser } from '../openAs/OpeningAsUser';
import { PlanRebaser } from '../plan/rebase/PlanRebaser';
import { TrackedPromotion } from '../TrackedPromotion';
import { closePullRequest } from './closePullRequest';
import { mergePullRequest } from './mergePullRequest';
import { openPullRequest } from './openPullRequest';
import { ContentOptions } from './pullRequestContent';
import { rebasePlan } from './rebasePlan';
import { DisplayOptions, showDisplay } from './showDisplay';
import { updatePullRequest } from './updatePullRequest';

/** What actions work with. */
export interface ActOptions extends ContentOptions, DisplayOptions {
  act: PromotionAct;
  policy: EnvironmentPolicy;
  rebaser: Pick<PlanRebaser, 'rebase'>;
  store: Pick<PromotionsStore, 'list'>;
  /** Absent: pull requests are opened as the portal. */
  openingAsUser?: OpeningAsUser;
}

/** Does what was decided. Returns what came of it, as a part of the next observation. */
export async function performAct(
  promotion: TrackedPromotion,
  options: ActOptions,
): Promise<Partial<Observation>> {
  switch (options.act) {
    case 'open': {
      const opening = await openPullRequest(promotion, options);
      return {
        opening,
        ...(opening?.kind === 'seen' && { pullRequest: opening }),
      };
    }
    case 'close': {
      const closing = await closePullRequest(promotion, options);
      return {
        closing,
        ...(closing?.kind === 'seen' && { pullRequest: closing }),
      };
    }
    case 'rebase':
      return { rebase: await rebasePlan(promotion, options) };
    case 'update': {
      const updating = await updatePullRequest(promotion, options);
      return {
        updating,
        ...('pullRequest' in updating && {
          pullRequest: { kind: 'seen', pullRequest: updating.pullRequest },
        }),
      };
    }
    case 'show':
      return { shown: await showDisplay(promotion, options) };
    default:
      return mergePullRequest(promotion, {
        ...options,
        how: options.act === 'merge' ? 'now' : 'scheduled',
      });
  }
}

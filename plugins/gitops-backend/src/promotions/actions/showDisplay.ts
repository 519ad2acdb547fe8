import { LoggerService } from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import { Forges } from '../../forges/Forges';
import { gatesSummary } from '../../gates/gatesSummary';
import { statusComment, statusMarker } from '../comment/statusComment';
import { displayOf } from '../decide/displayOf';
import { promotionUrl } from '../promotionUrl';
import { toPromotion, TrackedPromotion, Tracking } from '../TrackedPromotion';

/** The context of the commit status, which branch protection can require. */
export const statusContext = 'fairlead/gates';

/** What the gates are shown with. */
export interface DisplayOptions {
  appBaseUrl: string;
  forges: Forges;
  logger: LoggerService;
}

/**
 * Shows the gates on the pull request: as a commit status while it is open, and in its one comment. Returns what it
 * shows now; a forge that refuses is asked again at the next look, and holds nothing up.
 */
export async function showDisplay(
  promotion: TrackedPromotion,
  options: DisplayOptions,
): Promise<NonNullable<Tracking['shown']>> {
  const { appBaseUrl, forges, logger } = options;
  const { plan, pullRequest, tracking } = promotion;
  const { repoUrl } = plan;
  const shown = { ...tracking.shown };
  const forge = forges.forRepository(repoUrl);
  if (!forge || !pullRequest) return shown;
  const wanted = displayOf(promotion);
  const attempt = async (
    key: 'status' | 'comment',
    show: () => Promise<void>,
  ) => {
    if (!wanted[key] || wanted[key] === shown[key]) return;
    try {
      await show();
      shown[key] = wanted[key];
    } catch (error) {
      logger.warn(
        `The ${key} of ${pullRequest.url} could not be written: ${stringifyError(error)}`,
      );
    }
  };
  await attempt('status', () =>
    forge.setCommitStatus({
      repoUrl,
      sha: pullRequest.headSha,
      context: statusContext,
      ...gatesSummary(promotion.gates),
      url: promotionUrl({ appBaseUrl, id: promotion.id }),
    }),
  );
  await attempt('comment', () =>
    forge.writeComment({
      repoUrl,
      number: pullRequest.number,
      marker: statusMarker(promotion.id),
      body: statusComment({ promotion: toPromotion(promotion), appBaseUrl }),
    }),
  );
  return shown;
}

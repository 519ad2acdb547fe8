import { LoggerService } from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import { Forges } from '../../forges/Forges';
import { gatesSummary } from '../../gates/gatesSummary';
import { promotionUrl } from '../promotionUrl';
import { TrackedPromotion } from '../TrackedPromotion';
import { statusContext } from './showDisplay';

/**
 * Shows the gates on the commit of a merge queue, which asks for the same statuses as the branch itself. Without it, a
 * queue that requires them waits in vain and throws the pull request out.
 */
export async function showOnMergeGroup(
  promotion: TrackedPromotion,
  options: {
    sha: string;
    appBaseUrl: string;
    forges: Forges;
    logger: LoggerService;
  },
): Promise<void> {
  const { sha, appBaseUrl, forges, logger } = options;
  const { repoUrl } = promotion.plan;
  try {
    await forges.forRepository(repoUrl)?.setCommitStatus({
      repoUrl,
      sha,
      context: statusContext,
      ...gatesSummary(promotion.gates),
      url: promotionUrl({ appBaseUrl, id: promotion.id }),
    });
  } catch (error) {
    logger.warn(
      `The gates of promotion ${promotion.id} could not be shown in the merge queue: ${stringifyError(error)}`,
    );
  }
}

import { createHash } from 'crypto';
import { Promotion } from '@fairlead/backstage-plugin-gitops-common';
import { gatesSummary } from '../../gates/gatesSummary';
import { Tracking } from '../TrackedPromotion';

/**
 * What a pull request is to show of its promotion, as short keys to compare with what it shows: a commit status of its
 * head while it is open, and one comment for as long as it is followed.
 */
export function displayOf(
  promotion: Promotion,
): NonNullable<Tracking['shown']> {
  const { pullRequest } = promotion;
  if (!pullRequest) return {};
  const { state, description } = gatesSummary(promotion.gates);
  const said = [
    promotion.state,
    promotion.gates,
    promotion.conflicts,
    promotion.links,
  ];
  return {
    ...(promotion.state === 'open' && {
      status: `${pullRequest.headSha} ${state} ${description}`,
    }),
    comment: createHash('sha256').update(JSON.stringify(said)).digest('hex'),
  };
}

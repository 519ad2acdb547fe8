import { parseEntityRef } from '@backstage/catalog-model';
import {
  Promotion,
  versionLabel,
} from '@fairlead/backstage-plugin-gitops-common';

type Promoted = Pick<
  Promotion,
  'id' | 'entityRef' | 'from' | 'to' | 'reason' | 'requestedBy' | 'plan'
>;

/** One line for the pull request, the commit and the timeline: `Promote orders 1.5.0 to staging`. */
export function promotionTitle(promotion: Promoted): string {
  const { name } = parseEntityRef(promotion.entityRef);
  const label = versionLabel(promotion.plan.toVersion);
  const version = label.length > 60 ? `${label.slice(0, 59)}…` : label;
  return ['Promote', name, version, 'to', promotion.to]
    .filter(Boolean)
    .join(' ');
}

/** Why and by whom, for Git, with trailers from which the history can be rebuilt without the portal. */
export function commitMessage(promotion: Promoted): string {
  const trailers = [
    `Promotion-Id: ${promotion.id}`,
    `Promoted-From: ${promotion.from}`,
    `Promoted-To: ${promotion.to}`,
    `Requested-By: ${promotion.requestedBy}`,
  ];
  // A reason whose last paragraph looks like trailers must not become part of them.
  return [
    promotionTitle(promotion),
    promotion.reason.trim(),
    trailers.join('\n'),
  ]
    .filter(Boolean)
    .join('\n\n');
}

import { parseEntityRef } from '@backstage/catalog-model';
import {
  Promotion,
  versionLabel,
} from '@fairlead/backstage-plugin-gitops-common';

type Promoted = Pick<
  Promotion,
  | 'id'
  | 'entityRef'
  | 'from'
  | 'to'
  | 'reason'
  | 'requestedBy'
  | 'plan'
  | 'kind'
  | 'wave'
>;

const verbs: Record<Promotion['kind'], string> = {
  promotion: 'Promote',
  rollback: 'Roll back',
  hotfix: 'Hotfix:',
  backfill: 'Back-fill',
};

/** One line for the pull request, the commit and the timeline: `Promote orders 1.5.0 to staging`. */
export function promotionTitle(promotion: Promoted): string {
  const { name } = parseEntityRef(promotion.entityRef);
  const label = versionLabel(promotion.plan.toVersion);
  const version = label.length > 60 ? `${label.slice(0, 59)}…` : label;
  const { kind, to, wave } = promotion;
  return [
    verbs[kind],
    name,
    ...(kind === 'rollback' ? ['in', to, 'to', version] : [version, 'to', to]),
    wave && `(wave ${wave.index} of ${wave.count})`,
  ]
    .filter(Boolean)
    .join(' ');
}

/** From these the history of a service can be rebuilt without the portal. */
export function trailersOf(promotion: Promoted): string[] {
  return [
    `Promotion-Id: ${promotion.id}`,
    `Promoted-From: ${promotion.from}`,
    `Promoted-To: ${promotion.to}`,
    `Requested-By: ${promotion.requestedBy}`,
    ...(promotion.kind === 'promotion'
      ? []
      : [`Promotion-Kind: ${promotion.kind}`]),
  ];
}

/** Why and by whom, for Git. */
export function commitMessage(options: {
  promotion: Promoted;
  title?: string;
  /** `Name <email>` */
  coAuthor?: string;
}): string {
  const { promotion, coAuthor } = options;
  const { title = promotionTitle(promotion) } = options;
  const trailers = [
    ...trailersOf(promotion),
    ...(coAuthor ? [`Co-authored-by: ${coAuthor}`] : []),
  ];
  // A reason whose last paragraph looks like trailers must not become part of them.
  return [
    title.replace(/\s+/g, ' ').trim(),
    promotion.reason.trim(),
    trailers.join('\n'),
  ]
    .filter(Boolean)
    .join('\n\n');
}

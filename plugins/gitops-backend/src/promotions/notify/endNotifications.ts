import { Promotion } from '@fairlead/backstage-plugin-gitops-common';
import { requesterOf, responsibleFor } from './audience';
import { NotableChange } from './NotableChange';
import { PromotionNotification } from './PromotionNotification';
import { described, subjectOf } from './subjectOf';

/** How it ended, for whom that is news. */
export function endNotifications(
  change: NotableChange,
): PromotionNotification[] {
  const { after } = change;
  const description = described(after.message);
  const requester = requesterOf(after);
  switch (after.state) {
    case 'succeeded':
      return succeeded(after, description);
    case 'failed':
      return bad(after, `failed in ${after.to}`);
    case 'errored':
      return [
        {
          to: responsibleFor(after),
          topic: 'promotion-failed',
          severity: 'high',
          title: `${subjectOf(after)} to ${after.to}: gave up`,
          description,
        },
      ];
    case 'closed':
    case 'cancelled':
    case 'superseded':
      return requester && actorOf(change) !== requester
        ? [
            {
              to: [requester],
              topic: 'promotion-closed',
              severity: after.state === 'superseded' ? 'low' : 'normal',
              title: `${subjectOf(after)} to ${after.to} was ${after.state}`,
              description,
            },
          ]
        : [];
    default:
      return [];
  }
}

function succeeded(
  promotion: Promotion,
  description: string,
): PromotionNotification[] {
  const { to, kind, wave } = promotion;
  const requester = requesterOf(promotion);
  // Of several waves the last one is the news.
  if (wave && wave.index < wave.count) return [];
  const common = {
    severity: 'normal' as const,
    title: `${subjectOf(promotion)} is live in ${to}`,
    description,
  };
  return [
    ...(requester
      ? [
          {
            ...common,
            to: [requester],
            topic: 'promotion-succeeded' as const,
          },
        ]
      : []),
    ...(kind === 'rollback'
      ? [
          {
            ...common,
            to: ['owners'],
            ...(requester && { except: requester }),
            topic: 'rollback' as const,
          },
        ]
      : []),
  ];
}

/** Whoever asked, and the owner, each once. */
function bad(promotion: Promotion, words: string): PromotionNotification[] {
  const requester = requesterOf(promotion);
  const common = {
    topic:
      promotion.kind === 'rollback'
        ? ('rollback' as const)
        : ('promotion-failed' as const),
    severity: 'high' as const,
    title: `${subjectOf(promotion)} ${words}`,
    description: described(promotion.message),
  };
  return [
    ...(requester ? [{ ...common, to: [requester] }] : []),
    {
      ...common,
      to: ['owners'],
      ...(requester && { except: requester }),
    },
  ];
}

function actorOf({ after, events }: NotableChange): string | undefined {
  return events.find(({ type }) => type === after.state)?.actor;
}

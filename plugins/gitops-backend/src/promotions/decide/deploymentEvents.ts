import { PromotionState } from '@fairlead/backstage-plugin-gitops-common';
import {
  NewPromotionEvent,
  TrackedPromotion,
  TrackedTarget,
} from '../TrackedPromotion';
import { TargetJudgement } from './TargetJudgement';

/** What happened to the targets since the last look, in the order in which it happens when nobody is late to look. */
export function deploymentEvents(
  promotion: TrackedPromotion,
  options: { judgements: TargetJudgement[]; state: PromotionState },
): NewPromotionEvent[] {
  const { judgements, state } = options;
  const { revision, progress } = promotion;
  const newly = (
    type: string,
    news: {
      field: keyof TrackedTarget;
      message: (judgement: TargetJudgement) => string;
    },
  ): NewPromotionEvent[] =>
    judgements.flatMap(judgement => {
      const { targetId } = judgement.tracked;
      const before = progress.find(each => each.targetId === targetId);
      return judgement.tracked[news.field] && !before?.[news.field]
        ? [
            {
              key: `${type}:${targetId}:${revision}`,
              type,
              message: news.message(judgement),
            },
          ]
        : [];
    });
  const moved = movedEvent(promotion, state);
  return [
    ...newly('target-synced', {
      field: 'synced',
      message: ({ name }) => `${name} is synced to the promoted version.`,
    }),
    ...(state === 'synced' ? moved : []),
    ...newly('target-healthy', {
      field: 'healthySince',
      message: ({ name }) => `${name} is healthy.`,
    }),
    ...newly('target-degraded', {
      field: 'degradedSince',
      message: ({ tracked }) => tracked.message,
    }),
    ...newly('target-sync-failing', {
      field: 'syncFailingSince',
      message: ({ tracked }) => tracked.message,
    }),
    ...newly('target-rolled-back', {
      field: 'revertedSince',
      message: ({ tracked }) => tracked.message,
    }),
    ...newly('target-missing', {
      field: 'missingSince',
      message: ({ tracked }) => tracked.message,
    }),
    ...(state === 'synced' ? [] : moved),
  ];
}

function movedEvent(
  promotion: TrackedPromotion,
  state: PromotionState,
): NewPromotionEvent[] {
  if (state === promotion.state) return [];
  const [type, message] = movement(promotion.state, state);
  return [{ key: `${type}:${promotion.revision}`, type, message }];
}

function movement(from: PromotionState, to: PromotionState): [string, string] {
  if (to === 'merged') {
    return ['unsynced', 'Not every target is synced any more.'];
  }
  if (to === 'settling') {
    return ['settling', 'Every target is healthy: the settle time begins.'];
  }
  return from === 'settling'
    ? [
        'unsettled',
        'Not every target is healthy any more: the settle time begins again.',
      ]
    : ['synced', 'Every target is synced.'];
}

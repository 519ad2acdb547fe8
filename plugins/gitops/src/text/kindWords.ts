import {
  Promotion,
  PromotionKind,
} from '@fairlead/backstage-plugin-gitops-common';
import { Tone } from './promotionWords';

/** A mark beside a promotion that is no everyday one. */
export interface PromotionMark {
  word: string;
  tone: Tone;
  means: string;
}

const kinds: Record<PromotionKind, PromotionMark | undefined> = {
  promotion: undefined,
  rollback: {
    word: 'Rollback',
    tone: 'warning',
    means: 'Brings a version back that ran here before.',
  },
  hotfix: {
    word: 'Hotfix',
    tone: 'warning',
    means: 'Skips environments on its way.',
  },
  backfill: {
    word: 'Back-fill',
    tone: 'neutral',
    means: 'Brings a hotfix to an environment that it skipped.',
  },
};

/** What is unusual in a promotion: its kind, that Fairlead began it, that it is a wave of several. */
export function promotionMarks(
  promotion: Pick<Promotion, 'kind' | 'automatic' | 'wave'>,
): PromotionMark[] {
  const { kind, automatic, wave } = promotion;
  const mark = kinds[kind];
  return [
    ...(mark ? [mark] : []),
    ...(automatic
      ? [
          {
            word: 'Automatic',
            tone: 'neutral' as const,
            means: 'Fairlead began it by itself.',
          },
        ]
      : []),
    ...(wave
      ? [
          {
            word: `Wave ${wave.index} of ${wave.count}`,
            tone: 'neutral' as const,
            means: 'The targets of this environment are promoted in waves.',
          },
        ]
      : []),
  ];
}

/** What a promotion does, as a heading. */
export function promotionPath(
  promotion: Pick<Promotion, 'kind' | 'from' | 'to'>,
  titles: { from: string; to: string },
): string {
  return promotion.kind === 'rollback' || promotion.from === promotion.to
    ? `Back in ${titles.to}`
    : `From ${titles.from} to ${titles.to}`;
}

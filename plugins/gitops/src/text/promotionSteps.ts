import {
  Promotion,
  PromotionEvent,
  PromotionState,
} from '@fairlead/backstage-plugin-gitops-common';
import { promotionStates } from './promotionWords';

/** One step on the way of a promotion. */
export interface PromotionStep {
  title: string;
  state: 'done' | 'current' | 'ahead' | 'ended';
  /** With `ended`: how. */
  end?: PromotionState;
}

const way: Array<{ title: string; states: PromotionState[] }> = [
  {
    title: 'Pull request open',
    states: ['queued', 'planned', 'opening', 'open'],
  },
  { title: 'Merged', states: ['merged'] },
  { title: 'Synced', states: ['synced'] },
  { title: 'Settled', states: ['settling'] },
  { title: 'Succeeded', states: ['succeeded'] },
];

/**
 * The way of a promotion. A step is done once it was reached for certain; one that ended elsewhere shows its end in
 * place of the step that it did not reach, and nothing after it.
 */
export function promotionSteps(
  promotion: Promotion,
  events: PromotionEvent[],
): PromotionStep[] {
  const { state } = promotion;
  if (state === 'succeeded') {
    return way.map(({ title }) => ({ title, state: 'done' }));
  }
  const at = way.findIndex(step => step.states.includes(state));
  if (at >= 0) {
    // To be "merged" means that the merge is behind and the sync is awaited.
    const current = at === 0 && state !== 'open' ? 0 : at + 1;
    return way.map(({ title }, index) => ({
      title,
      state: stateAt(index - current),
    }));
  }
  const reached = stepsReached(promotion, events);
  return [
    ...way
      .slice(0, reached)
      .map(({ title }): PromotionStep => ({ title, state: 'done' })),
    { title: promotionStates[state].word, state: 'ended', end: state },
  ];
}

function stateAt(distance: number): PromotionStep['state'] {
  if (distance === 0) return 'current';
  return distance < 0 ? 'done' : 'ahead';
}

function stepsReached(promotion: Promotion, events: PromotionEvent[]): number {
  const { pullRequest, progress } = promotion;
  const had = (state: PromotionState) =>
    events.some(
      event => event.type === state || event.type.endsWith(`.${state}`),
    );
  if (had('settling')) return 3;
  if (had('synced') || (progress.length > 0 && progress.every(p => p.synced))) {
    return 3;
  }
  if (pullRequest?.state === 'merged' || had('merged')) return 2;
  return pullRequest ? 1 : 0;
}

import { ConflictError, NotFoundError } from '@backstage/errors';
import {
  gatesInTheWay,
  isEnded,
  Promotion,
} from '@fairlead/backstage-plugin-gitops-common';
import { StaleRevisionError } from '../store/promotionErrors';
import { PromotionsStore } from '../store/PromotionsStore';
import { conflictMessage } from './decide/conflictWords';
import { gatesMessage } from './decide/gateChanges';

/** The reconciler writes too; it does so a few times in a row at most. */
const attempts = 5;

/** Why the pull request of a promotion can't be merged from the portal now; undefined when it can. */
export function whyNotMergeable(
  promotion: Pick<Promotion, 'state' | 'gates' | 'conflicts' | 'pullRequest'>,
): string | undefined {
  const { state, gates, conflicts, pullRequest } = promotion;
  if (isEnded(state)) return `It has ended already: ${state}.`;
  if (state !== 'open' || !pullRequest) {
    return `Its pull request is not open: it is ${state}.`;
  }
  if (conflicts.length > 0) return conflictMessage(conflicts);
  if (pullRequest.mergeable === 'conflicting') {
    return 'Its pull request conflicts with the branch that it is to be merged into.';
  }
  if (pullRequest.draft) return 'Its pull request is a draft.';
  return gatesMessage(gatesInTheWay(gates, 'merge'));
}

/** Writes down that the pull request shall be merged as it is. Throws ConflictError with what is in the way. */
export async function requestMerge(options: {
  store: PromotionsStore;
  id: string;
  by: string;
  /** The head that the user has seen; any, when it is absent. */
  headSha?: string;
  at: Date;
}): Promise<void> {
  const { store, id, by, headSha, at } = options;
  for (let attempt = 1; ; attempt++) {
    const promotion = await store.get(id);
    if (!promotion) throw new NotFoundError(`There is no promotion ${id}`);
    if (['merged', 'synced', 'settling'].includes(promotion.state)) return;
    const why = whyNotMergeable(promotion);
    const head = promotion.pullRequest?.headSha;
    if (why || !head) throw new ConflictError(why ?? 'It has no pull request');
    if (headSha !== undefined && headSha !== head) {
      throw new ConflictError(
        `Its pull request is at ${head.slice(0, 7)} by now, not at ${headSha.slice(0, 7)}: look at what was pushed, and merge again`,
      );
    }
    const { mergeNotBefore: _, ...tracking } = promotion.tracking;
    try {
      await store.update({
        promotion,
        at,
        change: {
          tracking: {
            ...tracking,
            merge: { by, head, at: at.toISOString() },
          },
          events: [
            {
              key: `merge-requested:${head}`,
              type: 'merge-requested',
              message: 'The merge was requested in the portal.',
              actor: by,
            },
          ],
        },
      });
      return;
    } catch (error) {
      if (!(error instanceof StaleRevisionError) || attempt === attempts) {
        throw error;
      }
    }
  }
}

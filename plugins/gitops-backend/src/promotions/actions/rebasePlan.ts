import { PromotionPlan } from '@fairlead/backstage-plugin-gitops-common';
import { RebaseSighting } from '../Observation';
import { forgeProblem } from '../observe/forgeProblem';
import { PromotionsStore } from '../../store/PromotionsStore';
import { TrackedPromotion } from '../TrackedPromotion';
import type { PlanRebaser } from '../plan/rebase/PlanRebaser';

/** So many of a lane's newest promotions may have been under way when another one was requested. */
const laneDepth = 50;

/**
 * Makes the plan again on what the base branch has now. What those before it in its lane have written meanwhile is
 * what it was to come after, and nobody else's change. Writes nothing.
 */
export async function rebasePlan(
  promotion: TrackedPromotion,
  options: {
    rebaser: Pick<PlanRebaser, 'rebase'>;
    store: Pick<PromotionsStore, 'list'>;
  },
): Promise<RebaseSighting> {
  const { plan } = promotion;
  const { rebaser, store } = options;
  try {
    const earlier = await mergedMeanwhile(promotion, store);
    const { baseSha, changed, planned, conflicts } = await rebaser.rebase({
      plan,
      earlier: earlier.flatMap(each => each.plan.edits),
    });
    if (conflicts.length > 0) {
      return { kind: 'conflict', base: baseSha, conflicts };
    }
    return changed
      ? {
          kind: 'replanned',
          base: baseSha,
          plan: { ...planned.plan, ...replacedBy(earlier) },
          contents: planned,
        }
      : { kind: 'same', base: baseSha };
  } catch (error) {
    return { kind: 'problem', problem: forgeProblem(error) };
  }
}

/** Newest first: promotions of the lane that were under way when this one was requested, and are merged. */
async function mergedMeanwhile(
  { id, entityRef, to, createdAt, wave }: TrackedPromotion,
  store: Pick<PromotionsStore, 'list'>,
): Promise<TrackedPromotion[]> {
  const lane = await store.list({
    entityRefs: [entityRef],
    environment: to,
    limit: laneDepth,
  });
  return lane.filter(
    ({ pullRequest, finishedAt, ...other }) =>
      other.id !== id &&
      (!wave || other.wave?.group !== wave.group) &&
      other.createdAt <= createdAt &&
      pullRequest?.mergeSha !== undefined &&
      (finishedAt === undefined || finishedAt >= createdAt),
  );
}

function replacedBy([last]: TrackedPromotion[]): Partial<PromotionPlan> {
  return last ? { fromVersion: last.plan.toVersion } : {};
}

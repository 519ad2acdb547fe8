import { RebaseSighting } from '../Observation';
import { forgeProblem } from '../observe/forgeProblem';
import { TrackedPromotion } from '../TrackedPromotion';
import type { PlanRebaser } from '../plan/rebase/PlanRebaser';

/** Makes the plan again on what the base branch has now. Writes nothing. */
export async function rebasePlan(
  promotion: TrackedPromotion,
  { rebaser }: { rebaser: Pick<PlanRebaser, 'rebase'> },
): Promise<RebaseSighting> {
  const { plan } = promotion;
  try {
    const { baseSha, changed, planned, conflicts } = await rebaser.rebase({
      plan,
    });
    if (conflicts.length > 0) {
      return { kind: 'conflict', base: baseSha, conflicts };
    }
    return changed
      ? {
          kind: 'replanned',
          base: baseSha,
          plan: planned.plan,
          contents: planned,
        }
      : { kind: 'same', base: baseSha };
  } catch (error) {
    return { kind: 'problem', problem: forgeProblem(error) };
  }
}

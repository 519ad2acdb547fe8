import { phaseOf } from '../parse';
import { Canary, CanaryCondition } from '../schema';

/** The one condition that Flagger writes, where it is about the phase. */
export function promotedCondition(canary: Canary): CanaryCondition | undefined {
  return canary.status?.conditions?.find(
    ({ type, reason }) => type === 'Promoted' && reason === phaseOf(canary),
  );
}

/**
 * Since when it is in its phase. Not `status.lastTransitionTime`, which moves with each step and each failed check;
 * and in `Waiting`, which Flagger leaves and enters again in each interval, since the new version was found.
 */
export function phaseSince(canary: Canary): string | undefined {
  const condition = promotedCondition(canary);
  const { lastTransitionTime, lastUpdateTime } = condition ?? {};
  const since =
    phaseOf(canary) === 'Waiting'
      ? lastTransitionTime
      : (lastUpdateTime ?? lastTransitionTime);
  return since ?? undefined;
}

/** Since when there is a new version (or, of one that has ended, since when it has). */
export function conditionSince(canary: Canary): string | undefined {
  return promotedCondition(canary)?.lastTransitionTime ?? undefined;
}

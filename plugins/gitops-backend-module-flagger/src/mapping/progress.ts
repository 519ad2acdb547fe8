import { RolloutStatus } from '@fairlead/backstage-plugin-gitops-common';
import { analysisOf, phaseOf } from '../parse';
import { Canary } from '../schema';
import { CanaryState } from './state';
import { Strategy } from './strategy';

type Progress = Pick<RolloutStatus, 'weight' | 'iterations' | 'failedChecks'>;

/**
 * How far it has got.
 *
 * @remarks
 * Most changes of the phase set the weight and the rounds to zero, so they only count in the phases in which Flagger
 * keeps them. In `WaitingPromotion` the traffic is divided as it was when the last check passed, whatever the status
 * says; and failed checks are forgotten when a canary has failed.
 */
export function progressOf(
  canary: Canary,
  { state, strategy }: { state: CanaryState; strategy: Strategy },
): Progress {
  if (state.unseen || state.state === 'stable') return {};
  const weight = weightOf(canary, strategy);
  const iterations = iterationsOf(canary, strategy);
  const failedChecks = failedChecksOf(canary);
  return {
    ...(weight && { weight }),
    ...(iterations && { iterations }),
    ...(failedChecks && { failedChecks }),
  };
}

function weightOf(
  canary: Canary,
  { weights, maxWeight: max }: Strategy,
): RolloutStatus['weight'] {
  const last = weights.at(-1);
  if (last === undefined) return undefined;
  const told = Math.max(0, canary.status?.canaryWeight ?? 0);
  switch (phaseOf(canary)) {
    case 'Waiting':
    case 'Progressing':
    case 'Promoting':
      return { desired: told, actual: told, max };
    case 'WaitingPromotion':
      return { desired: last, max };
    case 'Finalising':
    case 'Failed':
      return { desired: 0, actual: 0, max };
    default:
      return undefined;
  }
}

function iterationsOf(
  canary: Canary,
  { iterations: total }: Strategy,
): RolloutStatus['iterations'] {
  if (total === 0) return undefined;
  switch (phaseOf(canary)) {
    case 'Waiting':
    case 'Progressing':
      return { done: roundsDone(canary, total), total };
    case 'WaitingPromotion':
    case 'Promoting':
    case 'Finalising':
      return { done: total, total };
    default:
      return undefined;
  }
}

// It counts one more than there are rounds while it moves the traffic.
function roundsDone({ status }: Canary, total: number): number {
  return Math.min(total, Math.max(0, status?.iterations ?? 0));
}

function failedChecksOf(canary: Canary): RolloutStatus['failedChecks'] {
  const analysis = analysisOf(canary);
  if (
    !analysis ||
    !['Progressing', 'WaitingPromotion'].includes(phaseOf(canary))
  ) {
    return undefined;
  }
  const { threshold } = analysis;
  return {
    count: Math.max(0, canary.status?.failedChecks ?? 0),
    limit: threshold && threshold > 0 ? threshold : 1,
  };
}

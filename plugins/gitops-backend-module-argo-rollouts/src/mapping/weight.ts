import { RolloutStatus } from '@fairlead/backstage-plugin-gitops-common';
import { Rollout } from '../schema';
import { hashesOf } from './hashes';
import { Phase } from './phase';
import { Related } from './revisions';
import { stepIndexOf } from './steps';
import { canaryStepsOf, strategyOf, wholeWeight } from './strategy';

/** The share of the traffic that the new version of a canary gets, in percent of all. */
export function weightOf(
  rollout: Rollout,
  { phase, related }: { phase: Phase; related: Related },
): RolloutStatus['weight'] {
  const { comesIn } = hashesOf(rollout);
  if (strategyOf(rollout) !== 'canary' || !comesIn || phase.unseen) {
    return undefined;
  }
  const actual = actualOf(rollout, related);
  return {
    desired: percent(desiredOf(rollout), wholeWeight(rollout)),
    ...(actual !== undefined && { actual }),
  };
}

function desiredOf(rollout: Rollout): number {
  if (rollout.status?.abort) return 0;
  const steps = canaryStepsOf(rollout);
  const index = stepIndexOf(rollout) ?? steps.length;
  if (index >= steps.length) return wholeWeight(rollout);
  const weights = steps
    .slice(0, index + 1)
    .flatMap(({ setWeight }) => setWeight ?? []);
  return weights.at(-1) ?? 0;
}

/** Without a router the pods share the traffic evenly, so that their numbers are what divides it. */
function actualOf(
  rollout: Rollout,
  { stable, current }: Related,
): number | undefined {
  const { spec, status } = rollout;
  if (spec.strategy?.canary?.trafficRouting) {
    const weight = status?.canary?.weights?.canary?.weight;
    return typeof weight === 'number'
      ? percent(weight, wholeWeight(rollout))
      : undefined;
  }
  if (!current || !stable) return undefined;
  const all = current.available + stable.available;
  return all > 0 ? percent(current.available, all) : undefined;
}

function percent(part: number, whole: number): number {
  const share = Math.min(Math.max(part / whole, 0), 1);
  return Number((share * 100).toFixed(1));
}

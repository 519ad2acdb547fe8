import {
  RolloutStatus,
  RolloutStep,
} from '@fairlead/backstage-plugin-gitops-common';
import { analysisOf, kindOf, phaseOf, primaryOf } from '../parse';
import { Canary } from '../schema';
import { gatesInWords, webhooksOf } from './gates';
import { CanaryState } from './state';
import { Strategy } from './strategy';

type PlannedStep = Omit<RolloutStep, 'state'>;

/**
 * What Flagger does with a new version, in its order, and where it is. Flagger has no list of steps and no number of
 * the current one: both follow from its rules, its phase and its weight.
 */
export function stepsOf(
  canary: Canary,
  { state, strategy }: { state: CanaryState; strategy: Strategy },
): Pick<RolloutStatus, 'steps' | 'step'> {
  const planned = planOf(canary, strategy);
  const index = indexOf(planned, { canary, state, strategy });
  if (index === undefined) {
    return { steps: planned.map(step => ({ ...step, state: 'upcoming' })) };
  }
  return {
    steps: planned.map((step, at) => ({ ...step, state: placeOf(at, index) })),
    step: { index, total: planned.length },
  };
}

function placeOf(at: number, index: number): RolloutStep['state'] {
  if (at === index) return 'current';
  return at < index ? 'done' : 'upcoming';
}

function planOf(canary: Canary, strategy: Strategy): PlannedStep[] {
  const analysis = analysisOf(canary);
  const gates = (kind: string, what: string) => {
    const names = webhooksOf(canary, kind);
    return names.length > 0
      ? [{ kind, title: `Wait until ${gatesInWords(names)} ${what}` }]
      : [];
  };
  const checks = webhooksOf(canary, 'pre-rollout');
  const start = [
    'Start the new version',
    checks.length > 0 && `check it with ${checks.join(', ')}`,
    analysis?.mirror && 'mirror traffic to it',
  ].filter(Boolean);
  return [
    ...gates('confirm-rollout', 'lets the new version in'),
    { kind: 'pre-rollout', title: start.join(', ') },
    ...strategy.weights.map(weight => ({
      kind: 'weight',
      title: `Send ${weight} % of the traffic to it`,
    })),
    ...(strategy.iterations > 0
      ? [{ kind: 'iterations', title: roundsInWords(strategy) }]
      : []),
    ...gates('confirm-promotion', 'lets it be promoted'),
    {
      kind: 'promotion',
      title: `Copy it to the ${kindOf(canary)} ${primaryOf(canary)}`,
    },
    {
      kind: 'finalising',
      title: `Send all traffic to ${primaryOf(canary)}, and scale ${canary.spec.targetRef.name} to zero`,
    },
  ];
}

function roundsInWords({ name, iterations }: Strategy): string {
  const rounds = iterations === 1 ? 'once' : `${iterations} times`;
  switch (name) {
    case 'ab-testing':
      return `Send the requests that match to it, and check it ${rounds}`;
    case 'mirroring':
      return `Check it ${rounds} with mirrored traffic`;
    default:
      return `Check it ${rounds}`;
  }
}

function indexOf(
  planned: readonly PlannedStep[],
  options: { canary: Canary; state: CanaryState; strategy: Strategy },
): number | undefined {
  const { canary, state, strategy } = options;
  if (state.unseen) return undefined;
  const first = (...kinds: string[]) =>
    planned.findIndex(({ kind }) => kinds.includes(kind));
  switch (phaseOf(canary)) {
    case 'Waiting':
      return first('confirm-rollout', 'pre-rollout');
    case 'Progressing':
      return first('pre-rollout') + advanceOf(canary, strategy);
    case 'WaitingPromotion':
      return first('confirm-promotion', 'promotion');
    case 'Promoting':
      return first('promotion');
    case 'Finalising':
      return first('finalising');
    case 'Succeeded':
      return planned.length;
    default:
      return undefined;
  }
}

/** Steps since the new version was started. */
function advanceOf(
  { status }: Canary,
  { weights, iterations }: Strategy,
): number {
  if (iterations > 0) return (status?.iterations ?? 0) > 0 ? 1 : 0;
  const weight = status?.canaryWeight ?? 0;
  return weight > 0
    ? Math.max(1, weights.filter(each => each <= weight).length)
    : 0;
}

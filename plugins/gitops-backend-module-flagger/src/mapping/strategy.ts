import { RolloutStatus } from '@fairlead/backstage-plugin-gitops-common';
import { analysisOf } from '../parse';
import { Canary, CanaryAnalysis } from '../schema';

/** How a new version gets its traffic. */
export interface Strategy {
  name: RolloutStatus['strategy'];
  /** Shares of the traffic, one after the other, in percent. Empty where they are not raised step by step. */
  weights: number[];
  /** Where raising ends. */
  maxWeight: number;
  /** Rounds of checks; 0 where weights are raised instead. */
  iterations: number;
}

/** Flagger's own number of rounds, where it can't divide traffic and nothing says how many. */
const roundsWithoutRouter = 10;

/** What Flagger would do, by its own rules; `unknown` where nothing is declared that it could do. */
export function strategyOf(canary: Canary): Strategy {
  const analysis = analysisOf(canary);
  if (!analysis) {
    return { name: 'unknown', weights: [], maxWeight: 100, iterations: 0 };
  }
  const isRouted = canary.spec.provider !== 'kubernetes';
  const declared = Math.max(0, Math.trunc(analysis.iterations ?? 0));
  const iterations = declared || (isRouted ? 0 : roundsWithoutRouter);
  if (iterations > 0) {
    return { name: roundsName(), weights: [], maxWeight: 100, iterations };
  }
  const weights = weightsOf(analysis);
  return {
    name: weights.length > 0 ? 'canary' : 'unknown',
    weights,
    maxWeight: maxWeightOf(analysis),
    iterations: 0,
  };

  function roundsName(): Strategy['name'] {
    if (!isRouted) return 'blue-green';
    if ((analysis?.match ?? []).length > 0) return 'ab-testing';
    return analysis?.mirror ? 'mirroring' : 'blue-green';
  }
}

function maxWeightOf({ stepWeights, maxWeight }: CanaryAnalysis): number {
  return inPercent(stepWeights?.at(-1) ?? (maxWeight || 100));
}

function weightsOf(analysis: CanaryAnalysis): number[] {
  const step = Math.trunc(analysis.stepWeight ?? 0);
  if (step <= 0) return (analysis.stepWeights ?? []).map(inPercent);
  const steps = Math.max(1, Math.ceil(maxWeightOf(analysis) / step));
  return Array.from({ length: steps }, (_, index) =>
    inPercent(step * (index + 1)),
  );
}

function inPercent(weight: number): number {
  return Math.min(100, Math.max(0, Math.trunc(weight)));
}

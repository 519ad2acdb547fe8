import {
  AnalysisPhase,
  RolloutAnalysis,
} from '@fairlead/backstage-plugin-gitops-common';
import { analysisOf, phaseOf } from '../parse';
import { Canary, CanaryMetric } from '../schema';
import { conditionSince, promotedCondition } from './condition';
import { webhooksOf } from './gates';
import { CanaryState } from './state';

const phases = new Map<string, AnalysisPhase>([
  ['Waiting', 'Pending'],
  ['Progressing', 'Running'],
  // Checks go on, and may still fail it.
  ['WaitingPromotion', 'Running'],
  ['Promoting', 'Successful'],
  ['Finalising', 'Successful'],
  ['Succeeded', 'Successful'],
  ['Failed', 'Failed'],
]);

const valuesElsewhere =
  'Flagger keeps no values in its object: they are in its events and where it measures them.';

/**
 * The checks of the version that the phase is about: what they are, and how they ended together. How a single one
 * went Flagger writes only to events, so nothing is said of it, unless all had to pass.
 */
export function analysesOf(
  canary: Canary,
  { state, unseen }: CanaryState,
): RolloutAnalysis[] {
  const analysis = analysisOf(canary);
  const phase = phases.get(phaseOf(canary));
  if (!analysis || !phase || unseen) return [];
  const isOver = phase === 'Failed' || phaseOf(canary) === 'Succeeded';
  const since = conditionSince(canary);
  const hooks = webhooksOf(canary, 'pre-rollout', 'rollout');
  const metrics = analysis.metrics ?? [];
  const templates = metrics.flatMap(({ templateRef }) =>
    templateRef?.name
      ? [[templateRef.namespace, templateRef.name].filter(Boolean).join('/')]
      : [],
  );
  return [
    {
      name: canary.metadata.name,
      type: 'canary',
      templates: [...new Set(templates)],
      phase,
      message: [
        phase === 'Failed' && promotedCondition(canary)?.message,
        phase === 'Failed' &&
          state === 'stable' &&
          'Git no longer declares that version.',
        hooks.length > 0 && `It is also checked by ${hooks.join(', ')}.`,
        valuesElsewhere,
      ]
        .filter(Boolean)
        .join(' '),
      ...(since && !isOver && { startedAt: since }),
      ...(since && isOver && { finishedAt: since }),
      metrics: metrics.map(metric => ({
        name: metric.name ?? '',
        phase: phase === 'Successful' ? 'Successful' : 'Unknown',
        successful: 0,
        failed: 0,
        inconclusive: 0,
        errors: 0,
        ...conditionOf(metric),
        measurements: [],
      })),
    },
  ];
}

/** What Flagger measures by itself has units that it knows. */
const units = new Map([
  ['request-success-rate', ' %'],
  ['request-duration', ' ms'],
]);

function conditionOf(metric: CanaryMetric): { condition?: string } {
  const { name, threshold, thresholdRange } = metric;
  const unit = units.get(name ?? '') ?? '';
  const { min, max } = thresholdRange ?? oldRange({ name, threshold });
  const parts = [
    typeof min === 'number' && `value >= ${min}${unit}`,
    typeof max === 'number' && `value <= ${max}${unit}`,
  ].filter(Boolean);
  return parts.length > 0 ? { condition: parts.join(' and ') } : {};
}

/** The one number that ranges have replaced: the least success rate, and the most of everything else. */
function oldRange({
  name,
  threshold,
}: Pick<CanaryMetric, 'name' | 'threshold'>): {
  min?: number;
  max?: number;
} {
  if (typeof threshold !== 'number') return {};
  return name === 'request-success-rate'
    ? { min: threshold }
    : { max: threshold };
}

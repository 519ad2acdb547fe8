import { RolloutAnalysis } from '@fairlead/backstage-plugin-gitops-common';

type AnalysisMetric = RolloutAnalysis['metrics'][number];

/** A measured value of a metric. */
export interface MetricPoint {
  value: number;
  hasFailed: boolean;
}

/**
 * The values of a metric as numbers, the oldest first; none where one of them is no number. A list of one number, as
 * Prometheus answers, counts as that number.
 */
export function numbersOf(metric: AnalysisMetric): MetricPoint[] {
  const points = metric.measurements.flatMap(({ value, phase }) =>
    value === undefined
      ? []
      : [
          {
            value: numberOf(value),
            hasFailed: phase === 'Failed' || phase === 'Error',
          },
        ],
  );
  return points.every(({ value }) => Number.isFinite(value))
    ? points.reverse()
    : [];
}

function numberOf(value: string): number {
  const text = value.trim().replace(/^\[([^,]*)\]$/, '$1');
  return text === '' ? NaN : Number(text);
}

/** How its measurements went: `4 passed, 1 failed of 2 that may`. */
export function metricCounts(metric: AnalysisMetric): string {
  const { successful, failed, inconclusive, errors, failureLimit } = metric;
  const limit = failureLimit === undefined ? '' : ` (${failureLimit} may)`;
  return [
    successful > 0 && `${successful} passed`,
    failed > 0 && `${failed} failed${limit}`,
    inconclusive > 0 && `${inconclusive} inconclusive`,
    errors > 0 && `${errors} could not be measured`,
    failed === 0 && failureLimit !== undefined && `${failureLimit} may fail`,
  ]
    .filter(Boolean)
    .join(', ');
}

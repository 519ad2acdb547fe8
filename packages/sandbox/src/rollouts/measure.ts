import { MetricVerdict } from '../contracts';
import { limitIn, MetricLimit, valueFor } from '../metrics/valueFor';
import { Metric, MetricResult } from './AnalysisRun';

const keptMeasurements = 10;

/** A result with one more measurement. */
export function measure(options: {
  metric: Metric;
  result: MetricResult;
  verdict: MetricVerdict;
  at: string;
}): MetricResult {
  const { metric, result, verdict, at } = options;
  const phase = {
    good: 'Successful',
    bad: 'Failed',
    unclear: 'Inconclusive',
    unavailable: 'Error',
  }[verdict];
  const more = (field: number | undefined, when: MetricVerdict) =>
    (field ?? 0) + (verdict === when ? 1 : 0) || undefined;
  return {
    ...result,
    // Measurements that could not be made do not count.
    count:
      (result.count ?? 0) + (verdict === 'unavailable' ? 0 : 1) || undefined,
    successful: more(result.successful, 'good'),
    failed: more(result.failed, 'bad'),
    inconclusive: more(result.inconclusive, 'unclear'),
    error: more(result.error, 'unavailable'),
    consecutiveError:
      verdict === 'unavailable'
        ? (result.consecutiveError ?? 0) + 1
        : undefined,
    measurements: [
      ...(result.measurements ?? []),
      {
        phase,
        startedAt: at,
        finishedAt: at,
        ...(verdict === 'unavailable'
          ? { message: 'the provider of the metric does not answer' }
          : { value: valueOf(metric, verdict) }),
      },
    ].slice(-keptMeasurements),
  };
}

function valueOf(metric: Metric, verdict: MetricVerdict): string {
  const { successCondition, failureCondition } = metric;
  const wanted =
    limitIn(successCondition) ?? opposite(limitIn(failureCondition));
  const value = wanted ? valueFor(wanted, verdict) : verdict === 'good';
  const isList = /result\[0\]/.test(successCondition ?? failureCondition ?? '');
  return isList ? `[${value}]` : String(value);
}

function opposite(limit: MetricLimit | undefined): MetricLimit | undefined {
  return limit && { ...limit, kind: limit.kind === 'min' ? 'max' : 'min' };
}

import { AnalysisRun, Metric, MetricResult } from './AnalysisRun';

const bad = ['Failed', 'Error', 'Inconclusive'];

/** A result with the phase that its measurements come to. */
export function assessMetric(options: {
  metric: Metric;
  result: MetricResult;
}): MetricResult {
  const { metric, result } = options;
  const { failureLimit = 0, inconclusiveLimit = 0 } = metric;
  const { consecutiveErrorLimit = 4 } = metric;
  const over = [
    limit('Failed', 'failed', [result.failed, 'failureLimit', failureLimit]),
    limit('Inconclusive', 'inconclusive', [
      result.inconclusive,
      'inconclusiveLimit',
      inconclusiveLimit,
    ]),
    limit('Error', 'consecutiveErrors', [
      result.consecutiveError,
      'consecutiveErrorLimit',
      consecutiveErrorLimit,
    ]),
  ].find(each => each !== undefined);
  if (over) return { ...result, ...over };
  // Without an interval it is measured once; with one and no count until the run ends.
  const wanted = metric.count ?? (metric.interval ? Infinity : 1);
  return (result.count ?? 0) >= wanted
    ? { ...result, phase: 'Successful' }
    : result;
}

function limit(
  phase: string,
  word: string,
  [count = 0, name, allowed]: [number | undefined, string, number],
): { phase: string; message: string } | undefined {
  return count > allowed
    ? { phase, message: `${word} (${count}) > ${name} (${allowed})` }
    : undefined;
}

/** The phase of a run, and why. A metric that is over its limit ends the others. */
export function assessRun(options: {
  run: AnalysisRun;
  results: MetricResult[];
}): { phase: string; message?: string } {
  const { run, results } = options;
  const counted = results.filter(({ dryRun }) => !dryRun);
  const worst = bad
    .map(phase => counted.find(result => result.phase === phase))
    .find(Boolean);
  if (worst) {
    for (const result of results) {
      if (result.phase === 'Running') {
        result.phase = 'Successful';
        result.message = 'Metric Terminated';
      }
    }
    return {
      phase: worst.phase,
      message: `Metric "${worst.name}" assessed ${worst.phase} due to ${worst.message}`,
    };
  }
  if (results.some(({ phase }) => phase === 'Running')) {
    return { phase: 'Running' };
  }
  return {
    phase: 'Successful',
    ...(run.spec.terminate && { message: 'Run Terminated' }),
  };
}

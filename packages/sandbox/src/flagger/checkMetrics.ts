import { MetricSource } from '../contracts';
import { MetricLimit, valueFor } from '../metrics/valueFor';
import { CanaryMetric } from './Canary';

/** What is wrong with the first metric that is not as it has to be, as Flagger says it; undefined when all are. */
export function checkMetrics(options: {
  metrics: readonly CanaryMetric[];
  source: MetricSource;
  images: readonly string[];
}): string | undefined {
  const { metrics, source, images } = options;
  for (const metric of metrics) {
    const { name } = metric;
    const verdict = source.verdictOn({ images, metric: name });
    if (verdict === 'good') continue;
    if (verdict !== 'bad') {
      return `no values found for metric ${name}`;
    }
    const limit = limitOf(metric);
    const value = valueFor(limit, verdict);
    const sign = limit.kind === 'min' ? '<' : '>';
    switch (name) {
      case 'request-success-rate':
        return `success rate ${value.toFixed(2)}% ${sign} ${limit.limit}%`;
      case 'request-duration':
        return `request duration ${value}ms ${sign} ${limit.limit}ms`;
      default:
        return `${name} ${value.toFixed(2)} ${sign} ${limit.limit}`;
    }
  }
  return undefined;
}

function limitOf({
  name,
  threshold,
  thresholdRange,
}: CanaryMetric): MetricLimit {
  const isRate = name === 'request-success-rate';
  const min = thresholdRange?.min ?? (isRate ? threshold : undefined);
  return min === undefined
    ? { kind: 'max', limit: thresholdRange?.max ?? threshold ?? 1 }
    : { kind: 'min', limit: min };
}

import { KubeObject, MetricSource } from '../contracts';
import { imagesOf } from '../podSpec';
import { Canary, CanaryStatus } from './Canary';
import { enterPhase } from './canaryStatus';
import { checkMetrics } from './checkMetrics';
import { LoadTester } from './LoadTester';

/** What is to be said of a round of checks. */
interface Said {
  type?: 'Warning';
  message: string;
}

/** What a round of checks comes to. */
export type Outcome = { said: Said[] } & (
  | { kind: 'go-on'; status: CanaryStatus }
  | { kind: 'promote' }
  | { kind: 'fail'; why: string }
);

/** One round of checks of a canary whose pods are there. */
export function analyse(options: {
  canary: Canary;
  target: KubeObject;
  metrics: MetricSource;
  loadTester: LoadTester;
}): Outcome {
  const { canary, target, metrics, loadTester } = options;
  const { analysis } = canary.spec;
  const {
    failedChecks = 0,
    canaryWeight = 0,
    iterations = 0,
  } = canary.status ?? {};
  const name = `${canary.spec.targetRef.name}.${canary.metadata.namespace}`;
  const waits = canary.status?.phase === 'WaitingPromotion';
  const hooks = (type: string) =>
    (analysis.webhooks ?? []).filter(each => each.type === type);
  const passes = (url: string) => loadTester.passes(url, canary.metadata);
  const closed = (type: string) =>
    hooks(type).find(({ url }) => !passes(url))?.name;
  const said: Said[] = [];
  const halt = (why: string) =>
    said.push({ type: 'Warning', message: `Halt ${name} advancement ${why}` });
  const stay = (changes: CanaryStatus = {}): Outcome => ({
    kind: 'go-on',
    said,
    status: { ...canary.status, ...changes },
  });

  if (hooks('rollback').some(({ url }) => passes(url))) {
    return { kind: 'fail', said, why: 'manual webhook invoked' };
  }
  if (failedChecks >= (analysis.threshold ?? 1)) {
    return {
      kind: 'fail',
      said,
      why: `failed checks threshold reached ${failedChecks}`,
    };
  }
  const preRollout = closed('pre-rollout');
  const why = preRollout
    ? `pre-rollout check ${preRollout} failed`
    : checkMetrics({
        metrics: analysis.metrics ?? [],
        source: metrics,
        images: imagesOf(target),
      });
  if (why) {
    halt(why);
    return stay({ failedChecks: failedChecks + 1 });
  }
  if (!waits) {
    const held = closed('confirm-traffic-increase');
    if (held) {
      halt(`waiting for traffic increase approval ${held}`);
      return stay();
    }
    if (canaryWeight === 0 && iterations === 0 && failedChecks === 0) {
      said.push({ message: `Starting canary analysis for ${name}` });
    }
    const next = nextRound(canary);
    if (next) {
      said.push({ message: `Advance ${name} canary ${next.words}` });
      return stay(next.status);
    }
  }
  const gate = closed('confirm-promotion');
  if (gate) {
    if (!waits) halt(`waiting for promotion approval ${gate}`);
    return {
      kind: 'go-on',
      said,
      status: waits
        ? { ...canary.status }
        : enterPhase(canary, { phase: 'WaitingPromotion' }),
    };
  }
  said.push({
    message: `Copying ${name} template spec to ${canary.spec.targetRef.name}-primary.${canary.metadata.namespace}`,
  });
  return { kind: 'promote', said };
}

/** The next weight, or the next iteration; undefined when there are no more. */
function nextRound({
  spec,
  status,
}: Canary): { words: string; status: CanaryStatus } | undefined {
  const { iterations: total, stepWeight, stepWeights } = spec.analysis;
  const { canaryWeight = 0, iterations = 0 } = status ?? {};
  if (total) {
    return iterations < total
      ? {
          words: `iteration ${iterations + 1}/${total}`,
          status: { iterations: iterations + 1 },
        }
      : undefined;
  }
  const { maxWeight = stepWeights?.at(-1) ?? 100 } = spec.analysis;
  if (canaryWeight >= maxWeight) return undefined;
  const next =
    stepWeights?.find(weight => weight > canaryWeight) ??
    canaryWeight + (stepWeight ?? 100);
  const weight = Math.min(next, maxWeight);
  return { words: `weight ${weight}`, status: { canaryWeight: weight } };
}

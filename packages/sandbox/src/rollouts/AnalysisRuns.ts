import { KubeObject, MetricSource } from '../contracts';
import { isSameJson } from '../json';
import { imagesOf } from '../podSpec';
import { kubeTime } from '../workloads/owned';
import { replicaSetKind } from '../workloads/ReplicaSets';
import { AnalysisRun, analysisRunSchema, MetricResult } from './AnalysisRun';
import { assessMetric, assessRun } from './assess';
import { durationMs } from './durations';
import { measure } from './measure';
import { analysisRunKind, hashLabel } from './Rollout';
import type { RolloutContext } from './Rollouts';

/** Measures what AnalysisRuns want to have measured, as often as they say, until they are done. */
export class AnalysisRuns {
  readonly kind = analysisRunKind;
  readonly #context: RolloutContext;
  readonly #metrics: MetricSource;

  static create(
    options: RolloutContext & { metrics: MetricSource },
  ): AnalysisRuns {
    return new AnalysisRuns(options);
  }

  private constructor(options: RolloutContext & { metrics: MetricSource }) {
    this.#context = options;
    this.#metrics = options.metrics;
  }

  /** When each metric of a run is measured next. */
  readonly #due = new Map<string, number>();

  look(object: KubeObject): void {
    const run = analysisRunSchema.parse(object);
    if (run.status?.completedAt) return;
    const now = Date.now();
    const startedAt = run.status?.startedAt ?? kubeTime(now);
    const results = run.spec.metrics.map(metric =>
      this.#resultOf({ run, object, name: metric.name, now }),
    );
    const { phase, message } = assessRun({ run, results });
    const isDone = phase !== 'Running';
    const status = {
      ...run.status,
      phase,
      ...(message && { message }),
      startedAt,
      metricResults: results,
      runSummary: summaryOf(results.filter(({ dryRun }) => !dryRun)),
      dryRunSummary: summaryOf(results.filter(({ dryRun }) => dryRun)),
      ...(isDone && { completedAt: kubeTime(now) }),
    };
    if (isSameJson(run.status, status)) return;
    const { namespace, name } = run.metadata;
    this.#context.objects.setStatus(
      { ...analysisRunKind, namespace, name },
      status,
    );
    if (isDone) this.forget(object);
  }

  forget({ metadata }: KubeObject): void {
    for (const key of this.#due.keys()) {
      if (key.startsWith(`${metadata.uid}/`)) this.#due.delete(key);
    }
  }

  #resultOf(options: {
    run: AnalysisRun;
    object: KubeObject;
    name: string;
    now: number;
  }): MetricResult {
    const { run, object, name, now } = options;
    const metric = run.spec.metrics.find(each => each.name === name);
    const known = run.status?.metricResults?.find(each => each.name === name);
    const dryRun = run.spec.dryRun?.some(
      each => each.metricName === name || each.metricName === '.*',
    );
    const begun: MetricResult = known ?? {
      name,
      phase: 'Running',
      ...(dryRun && { dryRun }),
    };
    if (!metric || begun.phase !== 'Running') return begun;
    if (run.spec.terminate) {
      return { ...begun, phase: 'Successful', message: 'Metric Terminated' };
    }
    const { durationFactor } = this.#context.timings;
    const key = `${run.metadata.uid}/${name}`;
    const due =
      this.#due.get(key) ??
      now + durationMs(metric.initialDelay) * durationFactor * (known ? 0 : 1);
    this.#due.set(key, due);
    if (due > now) {
      this.#context.again(object, due - now);
      return begun;
    }
    const measured = measure({
      metric,
      result: begun,
      verdict: this.#metrics.verdictOn({
        images: this.#imagesOf(run),
        metric: name,
      }),
      at: kubeTime(now),
    });
    const next = assessMetric({ metric, result: measured });
    if (next.phase === 'Running') {
      const wait = Math.max(1, durationMs(metric.interval) * durationFactor);
      this.#due.set(key, now + wait);
      this.#context.again(object, wait);
    }
    return next;
  }

  /** Of the version that it is about. */
  #imagesOf({ metadata }: AnalysisRun): string[] {
    const hash = metadata.labels?.[hashLabel];
    const { namespace } = metadata;
    return this.#context.objects
      .list({ ...replicaSetKind, namespace })
      .filter(set => set.metadata.labels?.[hashLabel] === hash)
      .flatMap(imagesOf);
  }
}

function summaryOf(results: readonly MetricResult[]) {
  const count = (phase: string) =>
    results.filter(result => result.phase === phase).length;
  const counts = {
    count: results.length,
    successful: count('Successful'),
    failed: count('Failed'),
    inconclusive: count('Inconclusive'),
    error: count('Error'),
  };
  return Object.fromEntries(Object.entries(counts).filter(([, n]) => n > 0));
}

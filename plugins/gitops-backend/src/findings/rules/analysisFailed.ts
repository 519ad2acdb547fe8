import {
  AnalysisMetric,
  RolloutAnalysis,
  RolloutStatus,
} from '@fairlead/backstage-plugin-gitops-common';
import { FindingRule, Problem } from '../Facts';
import { quote } from '../quote';

const phases = ['Failed', 'Error', 'Inconclusive'] as const;
const shownMetrics = 3;

const words: Record<string, { title: string; remedy: string }> = {
  Failed: {
    title: 'The analysis of the new version failed',
    remedy:
      'Compare the new version with the one before at this metric. If the new version is bad, roll back; if the limit is wrong, correct the analysis in Git and try again.',
  },
  Error: {
    title: 'The analysis could not measure',
    remedy:
      'The measurement itself fails: look at the query, the address and the credentials of the metrics provider, then try again.',
  },
  Inconclusive: {
    title: 'The analysis could not decide',
    remedy:
      'Look at the values, and decide yourself: go on with the rollout, or abort it. Correct the conditions of the analysis, so that it decides the next time.',
  },
};

/** An analysis of a new version failed, could not measure, or could not decide. */
export const analysisFailed: FindingRule = {
  id: 'analysis-failed',
  find: ({ target }) =>
    (target.rollouts ?? [])
      // What is over and done with troubles nobody.
      .filter(({ state }) => state !== 'stable')
      .flatMap(rollout => [
        ...rollout.analyses
          .filter(({ phase }) => phases.some(bad => bad === phase))
          .slice(0, 2)
          .map(analysis => analysisProblem(rollout, analysis)),
        ...checksProblem(rollout),
      ]),
};

function analysisProblem(
  { object }: RolloutStatus,
  analysis: RolloutAnalysis,
): Problem {
  const { name, phase, metrics, message, finishedAt, startedAt } = analysis;
  const { title, remedy } = words[phase] ?? words.Failed;
  const telling = metrics
    .filter(metric => metric.phase === phase && !metric.dryRun)
    .slice(0, shownMetrics)
    .map(metricWords);
  const since = finishedAt ?? startedAt;
  return {
    severity: phase === 'Inconclusive' ? 'warning' : 'error',
    title: metrics.length === 1 ? `${title}: ${metrics[0].name}` : title,
    explanation: [
      `The analysis ${name} of ${object.kind} ${object.name} ended as ${phase}.`,
      ...telling,
      ...(telling.length === 0 && message
        ? [`It says: “${quote(message)}”`]
        : []),
    ].join(' '),
    remedy,
    ...(since && { since }),
    resource: resourceOf(object),
    ...(message && { evidence: message }),
  };
}

function metricWords(metric: AnalysisMetric): string {
  const { name, condition, failureLimit, measurements, message, failed } =
    metric;
  const value = measurements.find(each => each.value !== undefined)?.value;
  const error = message ?? measurements.find(each => each.message)?.message;
  return [
    `${name}`,
    ...(value !== undefined ? [`was ${quote(value)}`] : []),
    ...(condition ? [`where ${condition} is wanted`] : []),
    ...(failureLimit !== undefined
      ? [`(${failed} failed, ${failureLimit} may)`]
      : []),
    ...(value === undefined && error ? [`said: “${quote(error)}”`] : []),
  ]
    .join(' ')
    .concat('.');
}

/** Flagger counts failed checks instead of keeping analyses. */
function checksProblem(rollout: RolloutStatus): Problem[] {
  const { failedChecks, object, state, analyses, since } = rollout;
  const bad = analyses.some(({ phase }) => phases.some(each => each === phase));
  if (!failedChecks || failedChecks.count === 0 || bad) return [];
  const { count, limit } = failedChecks;
  const over = state === 'aborted' || state === 'degraded';
  return [
    {
      severity: over ? 'error' : 'warning',
      title: over
        ? words.Failed.title
        : 'Checks of the new version have failed',
      explanation: `${count} ${count === 1 ? 'check' : 'checks'} of ${object.kind} ${object.name} failed; at ${limit} it goes back to the version before.`,
      remedy: words.Failed.remedy,
      ...(since && { since }),
      resource: resourceOf(object),
    },
  ];
}

function resourceOf({
  apiVersion,
  kind,
  namespace,
  name,
}: RolloutStatus['object']) {
  const [group] = apiVersion.split('/');
  return { group, kind, namespace, name };
}

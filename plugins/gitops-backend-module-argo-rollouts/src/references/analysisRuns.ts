import {
  AnalysisMetric,
  AnalysisPhase,
} from '@fairlead/backstage-plugin-gitops-common';
import { analysisPhase } from '../analysisPhase';
import { AnalysisRun, analysisRunSchema, RunFacts } from '../referenceSchema';
import { shortened } from '../shortened';
import { timeOf } from '../times';

type Declared = NonNullable<
  NonNullable<AnalysisRun['spec']>['metrics']
>[number];
type Result = NonNullable<
  NonNullable<AnalysisRun['status']>['metricResults']
>[number];
type Measured = NonNullable<Result['measurements']>[number];

const metricsKept = 20;
const measurementsKept = 10;
const valueLength = 200;

/** See `runFactsSchema` for the form. What is sent to providers, and their addresses, is left out. */
export function reduceAnalysisRun(object: unknown): RunFacts {
  const { metadata, spec, status } = analysisRunSchema.parse(object);
  const message = shortened(status?.message);
  const startedAt = timeOf(status?.startedAt);
  const finishedAt = timeOf(status?.completedAt);
  const stepIndex = Number(metadata.labels?.['step-index'] || NaN);
  return {
    phase: analysisPhase(status?.phase),
    ...(message && { message }),
    ...(startedAt && { startedAt }),
    ...(finishedAt && { finishedAt }),
    ...(Number.isInteger(stepIndex) && { stepIndex }),
    metrics: metricsOf(spec?.metrics ?? [], status?.metricResults ?? []),
  };
}

/** In the order in which they are declared; one that was not measured yet is there too. */
function metricsOf(
  declared: readonly Declared[],
  results: readonly Result[],
): AnalysisMetric[] {
  const names = [...declared, ...results].flatMap(({ name }) => name || []);
  return [...new Set(names)].slice(0, metricsKept).map(name =>
    metricOf({
      name,
      declared: declared.find(each => each.name === name),
      result: results.find(each => each.name === name),
    }),
  );
}

function metricOf(options: {
  name: string;
  declared: Declared | undefined;
  result: Result | undefined;
}): AnalysisMetric {
  const { name, declared, result } = options;
  const message = shortened(result?.message);
  const condition = conditionInWords(declared);
  const failureLimit = limitOf(declared);
  return {
    name,
    phase: analysisPhase(result?.phase),
    ...(message && { message }),
    successful: result?.successful ?? 0,
    failed: result?.failed ?? 0,
    inconclusive: result?.inconclusive ?? 0,
    errors: result?.error ?? 0,
    ...(failureLimit !== undefined && { failureLimit }),
    ...(condition && { condition }),
    ...(result?.dryRun && { dryRun: true }),
    measurements: newestOf(result?.measurements ?? []),
  };
}

/** None may fail where nothing is declared; a negative number means that all may. */
function limitOf(declared: Declared | undefined): number | undefined {
  if (!declared) return undefined;
  const limit = Number(declared.failureLimit ?? 0);
  return Number.isFinite(limit) && limit >= 0 ? limit : undefined;
}

function conditionInWords(declared: Declared | undefined): string | undefined {
  const { successCondition, failureCondition } = declared ?? {};
  const words = [
    successCondition,
    failureCondition && `not (${failureCondition})`,
  ];
  return shortened(words.filter(Boolean).join(', '), valueLength);
}

function newestOf(all: readonly Measured[]): AnalysisMetric['measurements'] {
  return [...all]
    .reverse()
    .map(each => ({ each, at: timeOf(each.finishedAt ?? each.startedAt) }))
    .sort((a, b) => instantOf(b.at) - instantOf(a.at))
    .slice(0, measurementsKept)
    .map(({ each, at }) => {
      const phase: AnalysisPhase = analysisPhase(each.phase);
      const value = shortened(each.value, valueLength);
      const message = shortened(each.message, valueLength);
      return {
        phase,
        ...(value && { value }),
        ...(message && { message }),
        ...(at && { at }),
      };
    });
}

/** What has no time has not begun, so it is the newest. */
function instantOf(at: string | undefined): number {
  return at ? Date.parse(at) : Number.MAX_SAFE_INTEGER;
}

import { RolloutAnalysis } from '@fairlead/backstage-plugin-gitops-common';
import { MappingContext } from '@fairlead/backstage-plugin-gitops-node';
import { analysisPhase } from '../analysisPhase';
import {
  experimentFactsSchema,
  RunFacts,
  runFactsSchema,
} from '../referenceSchema';
import { AnalysisDeclaration, Rollout, RunStatus } from '../schema';
import { shortened } from '../shortened';
import { stepIndexOf } from './steps';
import { canaryStepsOf } from './strategy';

/** The analyses and experiments that the status names, newest first; with their metrics, where these can be read. */
export function analysesOf(
  rollout: Rollout,
  context: MappingContext,
): RolloutAnalysis[] {
  const find = (kind: string, name: string) =>
    context.find?.({
      group: 'argoproj.io',
      kind,
      namespace: rollout.metadata.namespace,
      name,
    });
  const findRun = (name: string) =>
    runFactsSchema.safeParse(find('AnalysisRun', name)).data;
  const ofRollout = runsOf(rollout).flatMap(({ type, run, declared }) => {
    if (!run?.name) return [];
    const facts = findRun(run.name);
    return analysis({
      type,
      name: run.name,
      facts,
      said: { phase: saidOf(rollout, run), message: run.message },
      templates: templatesOf(declared ?? declaredAtStep(rollout, facts)),
    });
  });
  const experiment = rollout.status?.canary?.currentExperiment;
  const ofExperiment = experiment
    ? experimentAnalyses({
        name: experiment,
        facts: find('Experiment', experiment),
        findRun,
      })
    : [];
  return distinct([...ofRollout, ...ofExperiment]).sort(newestFirst);
}

function runsOf({ spec, status }: Rollout): Array<{
  type: RolloutAnalysis['type'];
  run: RunStatus;
  declared?: AnalysisDeclaration;
}> {
  const { canary, blueGreen } = spec.strategy ?? {};
  return [
    { type: 'step', run: status?.canary?.currentStepAnalysisRunStatus },
    {
      type: 'background',
      run: status?.canary?.currentBackgroundAnalysisRunStatus,
      declared: canary?.analysis,
    },
    {
      type: 'pre-promotion',
      run: status?.blueGreen?.prePromotionAnalysisRunStatus,
      declared: blueGreen?.prePromotionAnalysis,
    },
    {
      type: 'post-promotion',
      run: status?.blueGreen?.postPromotionAnalysisRunStatus,
      declared: blueGreen?.postPromotionAnalysis,
    },
  ];
}

/** An abort sets the index back, so what the run itself says of its step comes first. */
function declaredAtStep(
  rollout: Rollout,
  facts: RunFacts | undefined,
): AnalysisDeclaration {
  const index = facts?.stepIndex ?? stepIndexOf(rollout);
  return index === undefined
    ? undefined
    : canaryStepsOf(rollout).at(index)?.analysis;
}

function experimentAnalyses(options: {
  name: string;
  facts: unknown;
  findRun(name: string): RunFacts | undefined;
}): RolloutAnalysis[] {
  const { name, findRun } = options;
  const facts = experimentFactsSchema.safeParse(options.facts).data;
  const { runs = [], ...own } = facts ?? { phase: 'Unknown' as const };
  return [
    { type: 'experiment', name, templates: [], metrics: [], ...own },
    ...runs.map(run =>
      analysis({
        type: 'experiment',
        name: run.name,
        facts: findRun(run.name),
        said: run,
        templates: run.template ? [run.template] : [],
      }),
    ),
  ];
}

/** A Rollout stops its runs when it is aborted, and goes on saying that they are under way. */
function saidOf({ status }: Rollout, run: NonNullable<RunStatus>) {
  const isOpen = run.status === 'Running' || run.status === 'Pending';
  return status?.abort && isOpen ? undefined : run.status;
}

/** What a run says itself is newer than what others say of it. */
function analysis(options: {
  type: RolloutAnalysis['type'];
  name: string;
  facts: RunFacts | undefined;
  said: { phase?: string | null; message?: string | null };
  templates: string[];
}): RolloutAnalysis {
  const { type, name, facts, said, templates } = options;
  const { phase = analysisPhase(said.phase), metrics = [] } = facts ?? {};
  const message = facts?.message ?? shortened(said.message);
  return {
    name,
    type,
    templates,
    phase,
    ...(message && { message }),
    ...(facts?.startedAt && { startedAt: facts.startedAt }),
    ...(facts?.finishedAt && { finishedAt: facts.finishedAt }),
    metrics,
  };
}

function templatesOf(declared: AnalysisDeclaration): string[] {
  return (declared?.templates ?? []).flatMap(
    ({ templateName }) => templateName || [],
  );
}

function distinct(all: readonly RolloutAnalysis[]): RolloutAnalysis[] {
  return all.filter(
    (each, at) =>
      all.findIndex(
        ({ type, name }) => type === each.type && name === each.name,
      ) === at,
  );
}

function newestFirst(a: RolloutAnalysis, b: RolloutAnalysis): number {
  return instantOf(b) - instantOf(a);
}

/** Without a time it has just been made, or nothing is known of it but that it is the current one. */
function instantOf({ startedAt }: RolloutAnalysis): number {
  return startedAt ? Date.parse(startedAt) : Number.MAX_SAFE_INTEGER;
}

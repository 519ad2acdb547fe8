import { InputError } from '@backstage/errors';
import {
  FreightCandidate,
  ManagedGate,
  ManagedStage,
  ManagedStages,
} from '@fairlead/backstage-plugin-gitops-common';
import { MappingContext } from '@fairlead/backstage-plugin-gitops-node';
import { dryFreight } from './mapping/dryFreight';
import { environmentHealth, gatesOf } from './mapping/gates';
import { pullRequestPromotion } from './mapping/pullRequestPromotion';
import { selectedApplicationsSchema } from './mapping/selectedApplications';
import { Strategy, strategySchema, StrategyEnvironment } from './schema';

/** Maps a `PromotionStrategy`: each of its environments is a stage. Throws InputError when the object is none. */
export function mapStrategy(
  object: unknown,
  context: MappingContext,
): ManagedStages {
  const strategy = parseStrategy(object);
  const { apiVersion, kind, metadata, spec, status } = strategy;
  const { name, namespace, generation } = metadata;
  const declared = (spec?.environments ?? []).filter(
    ({ branch }, index, all) =>
      all.findIndex(each => each.branch === branch) === index,
  );
  const isOld =
    typeof status?.observedGeneration === 'number' &&
    typeof generation === 'number' &&
    status.observedGeneration < generation;
  return {
    system: 'gitops-promoter',
    object: { cluster: context.cluster, apiVersion, kind, namespace, name },
    pipeline: `${namespace}/${name}`,
    stages: declared.map((each, index) =>
      stageOf(strategy, {
        ...each,
        before: declared[index - 1]?.branch,
        context,
      }),
    ),
    ...(isOld && {
      stale: 'GitOps Promoter has not looked at the newest spec yet',
    }),
  };
}

function parseStrategy(object: unknown): Strategy {
  const parsed = strategySchema.safeParse(object);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new InputError(
    `Not a PromotionStrategy: ${issue.path.join('.')}: ${issue.message}`,
    parsed.error,
  );
}

function stageOf(
  strategy: Strategy,
  options: {
    branch: string;
    autoMerge?: boolean | null;
    before: string | undefined;
    context: MappingContext;
  },
): ManagedStage {
  const { branch, autoMerge, before, context } = options;
  const { status } = strategy;
  const known = status?.environments?.find(each => each.branch === branch);
  const current = dryFreight(known?.active);
  const candidate = candidateOf(known);
  const open = known?.pullRequest?.state === 'open';
  const promotion =
    open && pullRequestPromotion(known.pullRequest, candidate?.id);
  const [latest] = known?.history ?? [];
  const last = pullRequestPromotion(
    latest?.pullRequest,
    dryFreight(latest?.active)?.id,
  );
  const ready = status?.conditions?.find(({ type }) => type === 'Ready');
  const message =
    ready && ready.status !== 'True' && (ready.message || ready.reason);
  return {
    name: branch,
    after: before ? [before] : [],
    direct: !before,
    controlFlow: false,
    ...(current && { current }),
    candidates: candidate ? [candidate] : [],
    ...(promotion && { promotion }),
    ...(last && { lastPromotion: last }),
    health: environmentHealth(known?.active),
    ...(message && { message }),
    gates: gatesOf(known?.proposed),
    automatic: autoMerge ?? true,
    holds: [],
    targets: targetsOf(strategy, { branch, context }),
    actions: [],
  };
}

function candidateOf(
  known: StrategyEnvironment | undefined,
): FreightCandidate | undefined {
  const proposed = dryFreight(known?.proposed);
  if (!proposed || proposed.id === dryFreight(known?.active)?.id) {
    return undefined;
  }
  const waiting = gatesOf(known?.proposed).filter(
    ({ state }) => state !== 'passed',
  );
  return {
    ...proposed,
    available: waiting.length === 0,
    ...(waiting.length > 0 && { why: waiting.map(wordsOf).join(' ') }),
    approved: false,
    verifiedIn: [],
  };
}

function wordsOf({ name, state, message }: ManagedGate): string {
  const what = message ? `${name} (${message})` : name;
  return state === 'failed' ? `${what} has failed.` : `It waits for ${what}.`;
}

function targetsOf(
  { metadata }: Strategy,
  options: { branch: string; context: MappingContext },
): ManagedStage['targets'] {
  const { branch, context } = options;
  const values = context.list?.({
    kind: 'ArgoCDCommitStatus',
    namespace: metadata.namespace,
  });
  return [...(values?.values() ?? [])]
    .flatMap(value => selectedApplicationsSchema.safeParse(value).data ?? [])
    .filter(({ strategy }) => strategy === metadata.name)
    .flatMap(({ applications }) => applications)
    .filter(application => application.branch === branch)
    .map(({ namespace, name }) => ({ namespace, name }));
}

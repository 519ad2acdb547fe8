import {
  Freight,
  ManagedPromotion,
  ManagedStage,
  ManagedStages,
} from '@fairlead/backstage-plugin-gitops-common';
import { MappingContext } from '@fairlead/backstage-plugin-gitops-node';
import { candidatesOf } from './mapping/candidates';
import { KnownFreight, knownFreightSchema } from './mapping/knownFreight';
import { knownPromotionSchema, promotionState } from './mapping/knownPromotion';
import { stageHealth, verificationOf } from './mapping/stageHealth';
import { targetsOfStage } from './mapping/targetsOfStage';
import { commitsOfFreight, versionOfFreight } from './mapping/versionOfFreight';
import { parseStage } from './parseStage';
import { FreightCollection, FreightReference, Stage } from './schema';

/** Maps a `Stage` of Kargo. Throws InputError when the object is none. */
export function mapStage(
  object: unknown,
  context: MappingContext,
): ManagedStages {
  const stage = parseStage(object);
  const { metadata, apiVersion, kind } = stage;
  const { name, namespace } = metadata;
  return {
    system: 'kargo',
    object: { cluster: context.cluster, apiVersion, kind, namespace, name },
    // A project is the namespace of its objects.
    pipeline: namespace,
    stages: [stageOf(stage, context)],
  };
}

function stageOf(stage: Stage, context: MappingContext): ManagedStage {
  const { metadata, spec, status } = stage;
  const requests = spec?.requestedFreight ?? [];
  const after = requests.flatMap(({ sources }) => sources?.stages ?? []);
  const steps = spec?.promotionTemplate?.spec?.steps ?? [];
  const controlFlow = steps.length === 0;
  const freight = freightIn(stage, context);
  const items = itemsOf(status?.freightHistory?.[0]);
  const current = currentFreight(stage, { freight });
  const verification = verificationOf(stage);
  const promotion = promotionOf(status?.currentPromotion, { stage, context });
  const last = promotionOf(status?.lastPromotion, { stage, context });
  const message = problemOf(stage, context);
  return {
    name: metadata.name,
    after: [...new Set(after)],
    direct: requests.some(({ sources }) => sources?.direct),
    controlFlow,
    ...(current && { current }),
    candidates: candidatesOf({
      stage,
      freight: [...freight.values()],
      current: new Set(items.flatMap(item => item.name ?? [])),
    }),
    ...(promotion && { promotion }),
    ...(last && { lastPromotion: last }),
    ...(verification && { verification }),
    health: stageHealth(stage),
    ...(message && { message }),
    gates: [],
    automatic: status?.autoPromotionEnabled ?? false,
    holds: holdsOf(stage),
    targets: targetsOfStage(stage),
    actions: metadata.deletionTimestamp
      ? []
      : [
          ...(controlFlow ? [] : (['promote'] as const)),
          ...(after.length > 0 ? (['approve'] as const) : []),
        ],
  };
}

function freightIn(
  stage: Stage,
  context: MappingContext,
): Map<string, KnownFreight> {
  const values = context.list?.({
    kind: 'Freight',
    namespace: stage.metadata.namespace,
  });
  const found = new Map<string, KnownFreight>();
  for (const [name, value] of values ?? []) {
    const known = knownFreightSchema.safeParse(value).data;
    if (known) found.set(name, known);
  }
  return found;
}

function currentFreight(
  stage: Stage,
  options: { freight: ReadonlyMap<string, KnownFreight> },
): Freight | undefined {
  const [latest] = stage.status?.freightHistory ?? [];
  const items = itemsOf(latest);
  if (items.length === 0) return undefined;
  const known = items.map(({ name }) => options.freight.get(name ?? ''));
  const titles = items.map(
    ({ name }, index) =>
      known[index]?.freight.title ?? (name ?? '').slice(0, 7),
  );
  const createdAt = known
    .flatMap(each => each?.freight.createdAt ?? [])
    .sort()
    .at(-1);
  return {
    id: items.length === 1 ? (items[0].name ?? '') : (latest.id ?? ''),
    title: titles.filter(Boolean).join(', '),
    version: versionOfFreight(items),
    commits: commitsOfFreight(items),
    ...(createdAt && { createdAt }),
  };
}

/** The promotion itself, or what the stage says of it where it could not be read. */
function promotionOf(
  reference: NonNullable<Stage['status']>['lastPromotion'],
  { stage, context }: { stage: Stage; context: MappingContext },
): ManagedPromotion | undefined {
  if (!reference?.name) return undefined;
  const { name, freight, finishedAt, status } = reference;
  const known = knownPromotionSchema.safeParse(
    context.find?.({
      kind: 'Promotion',
      namespace: stage.metadata.namespace,
      name,
    }),
  ).data;
  if (known) return known;
  const phase = status?.phase ?? '';
  return {
    name,
    phase,
    state: promotionState(phase),
    ...(freight?.name && { freight: freight.name }),
    ...(status?.message && { message: status.message }),
    ...(finishedAt && { finishedAt }),
    steps: [],
  };
}

function itemsOf(latest: FreightCollection | undefined): FreightReference[] {
  return Object.values(latest?.items ?? {}).filter(item => !!item);
}

function holdsOf({ status }: Stage): ManagedStage['holds'] {
  const holds =
    status?.effectiveAutoPromotionHolds ?? status?.autoPromotionHolds ?? {};
  return Object.entries(holds).map(([origin, hold]) => ({
    reason: `Kept at ${hold?.freightName?.slice(0, 7) || 'what it has'} of ${origin.replace(/^Warehouse\//, '')}, since somebody promoted that instead of what is newest.`,
    ...(hold?.actor && { by: hold.actor }),
    ...(hold?.createdAt && { since: hold.createdAt }),
  }));
}

function problemOf(stage: Stage, context: MappingContext): string | undefined {
  const { spec, status, metadata } = stage;
  const ready = status?.conditions?.find(({ type }) => type === 'Ready');
  const notReady =
    ready && ready.status !== 'True' && (ready.message || ready.reason);
  const discovery = (spec?.requestedFreight ?? []).flatMap(({ origin }) => {
    const problem = context.find?.({
      kind: 'Warehouse',
      namespace: metadata.namespace,
      name: origin?.name ?? '',
    });
    return typeof problem === 'string'
      ? `The warehouse ${origin?.name} does not find what is new: ${problem}`
      : [];
  });
  return [notReady, ...discovery].filter(Boolean).join('; ') || undefined;
}

import { KubeObject } from '../../contracts';
import { isRecord } from '../../json';
import { Application, ResourceStatus } from '../Application';
import { groupVersionOf } from '../objects';
import { healthOf, ResourceHealth, worstHealth } from './health';
import { isInSync } from './threeWay';

/** An object as Git has it, as the cluster has it, or both. */
export interface Pair {
  target?: KubeObject;
  live?: KubeObject;
}

/** What comes of comparing. */
export interface Comparison {
  sync: 'Synced' | 'OutOfSync';
  health: ResourceHealth['status'];
  resources: ResourceStatus[];
}

/** Compares what Git says with what is there. */
export function compare(options: {
  pairs: Pair[];
  ignored: Application['spec']['ignoreDifferences'];
}): Comparison {
  const resources = options.pairs.map(pair =>
    resourceStatus(pair, options.ignored ?? []),
  );
  const healths = options.pairs.flatMap(
    ({ target, live }) => (target && live && healthOf(live)) ?? [],
  );
  const nothingIsThere =
    options.pairs.length > 0 && options.pairs.every(({ live }) => !live);
  return {
    sync: resources.some(({ status }) => status === 'OutOfSync')
      ? 'OutOfSync'
      : 'Synced',
    health: nothingIsThere ? 'Missing' : worstHealth(healths),
    resources,
  };
}

function resourceStatus(
  pair: Pair,
  ignored: NonNullable<Application['spec']['ignoreDifferences']>,
): ResourceStatus {
  const { target, live } = pair;
  const object = target ?? live;
  if (!object) throw new Error('a pair of nothing');
  const { group, version } = groupVersionOf(object);
  const { namespace, name } = object.metadata;
  const health = live ? healthOf(live) : { status: 'Missing' as const };
  return {
    ...(group && { group }),
    version,
    kind: object.kind,
    ...(namespace && { namespace }),
    name,
    status:
      target &&
      live &&
      isInSync(without(target, ignored), without(live, ignored))
        ? 'Synced'
        : 'OutOfSync',
    ...(health && { health: { ...health } }),
    ...(!target && { requiresPruning: true }),
  };
}

function without(
  object: KubeObject,
  ignored: NonNullable<Application['spec']['ignoreDifferences']>,
): KubeObject {
  const { group } = groupVersionOf(object);
  const pointers = ignored
    .filter(
      rule =>
        rule.kind === object.kind &&
        (rule.group ?? '') === group &&
        (!rule.name || rule.name === object.metadata.name),
    )
    .flatMap(({ jsonPointers }) => jsonPointers ?? []);
  if (pointers.length === 0) return object;
  const copy = structuredClone(object);
  for (const pointer of pointers) {
    const steps = pointer
      .split('/')
      .slice(1)
      .map(step => step.replaceAll('~1', '/').replaceAll('~0', '~'));
    const last = steps.pop();
    let holder: unknown = copy;
    for (const step of steps) {
      holder = isRecord(holder) ? holder[step] : undefined;
    }
    if (isRecord(holder) && last !== undefined) delete holder[last];
  }
  return copy;
}

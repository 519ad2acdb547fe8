import { KubeObject } from '../../contracts';
import { isRecord } from '../../json';
import { Application, ResourceStatus } from '../Application';
import { groupVersionOf } from '../objects';
import { healthOf, ResourceHealth, worstHealth } from './health';

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

/** Compares what Git says with what is there. A field that Git does not mention may have any value. */
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
      target && live && isContained(without(target, ignored), live)
        ? 'Synced'
        : 'OutOfSync',
    ...(health && { health: { ...health } }),
    ...(!target && { requiresPruning: true }),
  };
}

/** Whether everything that `wanted` says is so in `actual`. */
function isContained(wanted: unknown, actual: unknown): boolean {
  if (isRecord(wanted)) {
    return (
      isRecord(actual) &&
      Object.entries(wanted).every(
        ([key, value]) =>
          value === undefined || isContained(value, actual[key]),
      )
    );
  }
  if (Array.isArray(wanted)) {
    return (
      Array.isArray(actual) &&
      wanted.length === actual.length &&
      wanted.every((item, index) => isContained(item, actual[index]))
    );
  }
  return wanted === actual || (wanted === null && actual === undefined);
}

function without(
  target: KubeObject,
  ignored: NonNullable<Application['spec']['ignoreDifferences']>,
): KubeObject {
  const { group } = groupVersionOf(target);
  const pointers = ignored
    .filter(
      rule =>
        rule.kind === target.kind &&
        (rule.group ?? '') === group &&
        (!rule.name || rule.name === target.metadata.name),
    )
    .flatMap(({ jsonPointers }) => jsonPointers ?? []);
  if (pointers.length === 0) return target;
  const copy = structuredClone(target);
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

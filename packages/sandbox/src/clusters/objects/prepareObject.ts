import { randomBytes, randomUUID } from 'node:crypto';
import { KubeObject } from '../../contracts';
import { apiVersionOf, ResourceKind } from '../kinds/ResourceKind';
import { isSameJson } from './isSameJson';

/** Kubernetes' timestamps have no fractions of a second. */
export function timestamp(date: Date = new Date()): string {
  return date.toISOString().replace(/\.\d+Z$/, 'Z');
}

function generatedName(prefix: unknown): string {
  const alphabet = 'bcdfghjklmnpqrstvwxz2456789';
  const letters = [...randomBytes(5)].map(
    byte => alphabet[byte % alphabet.length],
  );
  return typeof prefix === 'string' && prefix
    ? `${prefix}${letters.join('')}`
    : '';
}

/** A new object with the metadata that only the server gives; `keepAge` leaves it as old as it says. */
export function prepareNew(
  kind: ResourceKind,
  object: KubeObject,
  options: { keepAge: boolean },
): KubeObject {
  const { namespace, labels, generateName, ...given } = object.metadata;
  const name = given.name || generatedName(generateName);
  const systemLabels: Record<string, string> =
    kind.kind === 'Namespace' && !kind.group
      ? { 'kubernetes.io/metadata.name': name }
      : {};
  const allLabels: Record<string, string> = { ...labels, ...systemLabels };
  const {
    deletionTimestamp: _,
    deletionGracePeriodSeconds: __,
    managedFields: ___,
    selfLink: ____,
    ...metadata
  } = given;
  return {
    ...object,
    apiVersion: apiVersionOf(kind),
    kind: kind.kind,
    metadata: {
      ...metadata,
      ...(generateName ? { generateName } : {}),
      name,
      ...(kind.namespaced ? { namespace } : {}),
      ...(Object.keys(allLabels).length > 0 ? { labels: allLabels } : {}),
      uid: randomUUID(),
      creationTimestamp:
        (options.keepAge && given.creationTimestamp) || timestamp(),
      ...(kind.generation === 'never' ? {} : { generation: 1 }),
    },
  };
}

/** A changed object with the metadata that no request may change, and its generation. */
export function prepareChanged(
  kind: ResourceKind,
  current: KubeObject,
  changed: KubeObject,
): KubeObject {
  const fixed = current.metadata;
  const { managedFields: _, ...metadata } = changed.metadata;
  const merged: KubeObject['metadata'] = { ...metadata, name: fixed.name };
  for (const field of [
    'namespace',
    'uid',
    'resourceVersion',
    'generation',
    'creationTimestamp',
    'deletionTimestamp',
    'deletionGracePeriodSeconds',
    'generateName',
  ]) {
    if (fixed[field] === undefined) delete merged[field];
    else merged[field] = fixed[field];
  }
  const next: KubeObject = {
    ...changed,
    apiVersion: current.apiVersion,
    kind: current.kind,
    metadata: merged,
  };
  if (fixed.generation !== undefined && isNewGeneration(kind, current, next)) {
    next.metadata.generation = fixed.generation + 1;
  }
  return next;
}

function isNewGeneration(
  kind: ResourceKind,
  current: KubeObject,
  next: KubeObject,
): boolean {
  const relevant = ({ metadata: _, status, ...rest }: KubeObject): unknown => {
    switch (kind.generation) {
      case 'spec':
        return rest.spec;
      case 'all-but-status':
        return rest;
      case 'all-but-metadata':
        return { ...rest, status };
      default:
        return undefined;
    }
  };
  return !isSameJson(relevant(current), relevant(next));
}

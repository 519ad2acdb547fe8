import {
  ResourceNode,
  ResourceRef,
} from '@fairlead/backstage-plugin-gitops-common';
import { ManagedResource } from '@fairlead/backstage-plugin-gitops-node';
import { conditionsOf, LiveObject } from './liveObject';
import { refKeyOf } from './ListReader';
import { Complaint, LivePod, LiveTree } from './LiveTree';
import { nodeIdOf, nodeOf, refOf } from './nodeOf';
import { podPartsOf } from './pod';

const mostNodes = 1_000;
const keptAnalyses = 5;

/** What was read of a target. */
export interface ReadResources {
  /** What the engine applied. */
  managed: readonly ManagedResource[];
  /** What of it is there. */
  live: readonly LiveObject[];
  /** Keys of managed resources that could not be looked for: that they are not there can't be said. */
  unread: ReadonlySet<string>;
  /** Whatever may be owned by it, and whatever else is in the same lists. */
  candidates: readonly LiveObject[];
}

/** Joins what was read to a tree, by owners. Pure. */
export function assembleTree(
  read: ReadResources,
): Pick<LiveTree, 'nodes' | 'pods' | 'complaints' | 'truncated'> {
  const live = new Map(read.live.map(each => [refKeyOf(refOf(each)), each]));
  const roots = [...read.managed].sort(byName).map(managed => {
    const object = live.get(refKeyOf(managed));
    return { managed, object, node: rootOf(managed, object, read.unread) };
  });
  const owned = ownedObjects(
    roots.flatMap(({ object }) => object ?? []),
    read.candidates,
  );
  const objects = new Map<string, LiveObject>();
  for (const { node, object } of roots)
    if (object) objects.set(node.id, object);
  const children = childrenOf(owned, objects);
  const nodes: ResourceNode[] = [];
  const add = (node: ResourceNode) => {
    nodes.push(node);
    (children.get(node.id) ?? []).forEach(add);
  };
  roots.forEach(({ node }) => add(node));
  const shown = nodes.slice(0, mostNodes);
  return {
    nodes: shown,
    pods: shown.flatMap(node => podOf(node, { objects, nodes: shown })),
    complaints: shown.flatMap(node => complaintsOf(objects.get(node.id))),
    truncated: nodes.length > mostNodes,
  };
}

function byName(a: ResourceRef, b: ResourceRef): number {
  return keyText(a).localeCompare(keyText(b));
}

function keyText({ kind, namespace = '', name }: ResourceRef): string {
  return `${kind} ${namespace} ${name}`;
}

function rootOf(
  managed: ManagedResource,
  object: LiveObject | undefined,
  unread: ReadonlySet<string>,
): ResourceNode {
  const { group, kind, namespace, name, sync } = managed;
  const ref = { group, kind, ...(namespace && { namespace }), name };
  if (object) return { ...nodeOf(object), ...ref, ...(sync && { sync }) };
  return {
    ...ref,
    id: nodeIdOf(ref),
    ...(sync && { sync }),
    ...(!unread.has(refKeyOf(ref)) && {
      health: { status: 'Missing', message: 'It is not there' },
    }),
  };
}

/** Those that are owned by the roots, or by what is owned by them. */
function ownedObjects(
  roots: readonly LiveObject[],
  candidates: readonly LiveObject[],
): LiveObject[] {
  const known = new Set(roots.map(({ metadata }) => metadata.uid ?? ''));
  let rest = candidates.filter(
    ({ metadata }) => metadata.uid && !known.has(metadata.uid),
  );
  const owned: LiveObject[] = [];
  for (;;) {
    const next = rest.filter(each => ownerIn(each, known) !== undefined);
    if (next.length === 0) return withoutIdle(owned);
    owned.push(...next);
    next.forEach(({ metadata }) => known.add(metadata.uid ?? ''));
    rest = rest.filter(({ metadata }) => !known.has(metadata.uid ?? ''));
  }
}

function ownerIn(
  { metadata }: LiveObject,
  known: { has(uid: string): boolean },
): string | undefined {
  return metadata.ownerReferences?.find(({ uid }) => known.has(uid))?.uid;
}

/** Without replica sets that are kept only to go back to, and all but the newest analyses. */
function withoutIdle(objects: readonly LiveObject[]): LiveObject[] {
  const used = new Set(
    objects.flatMap(({ metadata }) =>
      (metadata.ownerReferences ?? []).map(({ uid }) => uid),
    ),
  );
  const analyses = objects
    .filter(({ kind }) => kind === 'AnalysisRun' || kind === 'Experiment')
    .sort((a, b) => createdAt(b).localeCompare(createdAt(a)))
    .slice(0, keptAnalyses);
  return objects.filter(object => {
    const { kind, metadata } = object;
    if (kind === 'ReplicaSet') {
      return object.spec?.replicas !== 0 || used.has(metadata.uid ?? '');
    }
    return kind === 'AnalysisRun' || kind === 'Experiment'
      ? analyses.includes(object)
      : true;
  });
}

function createdAt({ metadata }: LiveObject): string {
  return metadata.creationTimestamp ?? '';
}

/** By their parents' ids. Puts their objects to those that are known. */
function childrenOf(
  owned: readonly LiveObject[],
  objects: Map<string, LiveObject>,
): Map<string, ResourceNode[]> {
  const children = new Map<string, ResourceNode[]>();
  const nodes = owned.map(object => ({ object, node: nodeOf(object) }));
  for (const { node, object } of nodes) objects.set(node.id, object);
  for (const { node, object } of nodes) {
    const parent = ownerIn(object, objects);
    if (parent === undefined) continue;
    const siblings = children.get(parent) ?? [];
    siblings.push({ ...node, parent });
    children.set(parent, siblings);
  }
  for (const siblings of children.values()) siblings.sort(byName);
  return children;
}

function podOf(
  node: ResourceNode,
  context: { objects: ReadonlyMap<string, LiveObject>; nodes: ResourceNode[] },
): LivePod[] {
  const object = context.objects.get(node.id);
  if (!object || node.group !== '' || node.kind !== 'Pod') return [];
  const top = topOf(node, context.nodes);
  const { group, kind, namespace, name } = top;
  return [
    {
      ...podPartsOf(object),
      node,
      workload: { group, kind, ...(namespace && { namespace }), name },
      conditions: conditionsOf(object),
    },
  ];
}

function topOf(
  node: ResourceNode,
  nodes: readonly ResourceNode[],
): ResourceNode {
  const parent = nodes.find(({ id }) => id === node.parent);
  return parent ? topOf(parent, nodes) : node;
}

/** Conditions that say why pods are not even made, or that time is over. */
function complaintsOf(object: LiveObject | undefined): Complaint[] {
  if (!object) return [];
  return conditionsOf(object).flatMap(condition => {
    const { type, status, reason, message, lastTransitionTime } = condition;
    const complains =
      (type === 'ReplicaFailure' && status === 'True') ||
      (object.kind === 'Job' && type === 'Failed' && status === 'True') ||
      (object.kind === 'Deployment' &&
        type === 'Progressing' &&
        status === 'False');
    return complains && message
      ? [
          {
            resource: refOf(object),
            reason: reason ?? type,
            message,
            ...(lastTransitionTime && { since: lastTransitionTime }),
          },
        ]
      : [];
  });
}

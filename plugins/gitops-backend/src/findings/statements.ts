import {
  ResourceNode,
  ResourceRef,
} from '@fairlead/backstage-plugin-gitops-common';
import { Facts } from './Facts';

/** Something that the engine or the cluster says of a target. */
export interface Statement {
  text: string;
  /** The engine's word for what it is about: `Ready BuildFailed`. */
  about?: string;
  /** Who says it, for a sentence: `Argo CD`. */
  speaker: string;
  /** `engine`: its object says so. `cluster`: what it deployed says so. */
  from: 'engine' | 'cluster';
  /** It says that something failed, and not only that something is not yet as it should be. */
  failure: boolean;
  since?: string;
  resource?: ResourceRef;
}

const recentMs = 60 * 60_000;

/** All that is said of what is not well, the most exact first. */
export function statementsOf(facts: Facts): Statement[] {
  return [
    ...clusterStatements(facts),
    ...operationStatements(facts),
    ...conditionStatements(facts),
    ...rolloutStatements(facts),
  ].filter(({ text }) => text.trim() !== '');
}

function operationStatements({ target, engine }: Facts): Statement[] {
  const { operation } = target.status;
  const troubled =
    operation && ['Failed', 'Error', 'WaitingRetry'].includes(operation.phase);
  const retrying = operation?.phase === 'Running' && operation.retryCount;
  if (!operation || (!troubled && !retrying)) return [];
  const since = operation.finishedAt ?? operation.startedAt;
  return [...(operation.failures ?? []), operation.message ?? ''].map(text => ({
    text,
    speaker: engine,
    from: 'engine',
    failure: Boolean(troubled),
    ...(since && { since }),
  }));
}

function conditionStatements({ target, engine }: Facts): Statement[] {
  const { conditions, health } = target.status;
  const unwell = !['Healthy', 'Suspended'].includes(health.status);
  return [
    ...conditions
      .filter(({ severity }) => severity !== 'info')
      .map(({ type, message, severity, since, concerns }): Statement => ({
        text: message,
        about: type,
        speaker: engine,
        from: 'engine',
        failure: severity === 'error' && concerns !== 'health',
        ...(since && { since }),
      })),
    ...(unwell && health.message
      ? [
          {
            text: health.message,
            speaker: engine,
            from: 'engine' as const,
            failure: false,
            ...(health.since && { since: health.since }),
          },
        ]
      : []),
  ];
}

function rolloutStatements({ target }: Facts): Statement[] {
  return (target.rollouts ?? [])
    .filter(({ state }) => state === 'degraded' || state === 'aborted')
    .map(({ object, message = '', aborted, since }) => ({
      text: message || aborted?.message || '',
      speaker: `The controller of ${object.kind} ${object.name}`,
      from: 'cluster',
      failure: false,
      ...(since && { since }),
    }));
}

function clusterStatements({ live, now }: Facts): Statement[] {
  if (!live) return [];
  const nodes = new Map(live.nodes.map(node => [node.id, node]));
  const statement = (
    text: string,
    about: { resource: ResourceRef; since?: string | undefined },
  ): Statement => ({
    text,
    speaker: `${about.resource.kind} ${about.resource.name}`,
    from: 'cluster',
    failure: false,
    resource: appliedFor(about.resource, live.nodes),
    ...(about.since && { since: about.since }),
  });
  return [
    ...live.complaints.map(each => statement(each.message, each)),
    ...live.nodes.flatMap(node =>
      node.health?.status === 'Degraded' && node.health.message
        ? [statement(node.health.message, { resource: node })]
        : [],
    ),
    ...live.events.flatMap(({ node: id, type, message, at }) => {
      const resource = nodes.get(id);
      const recent = !at || now.getTime() - Date.parse(at) < recentMs;
      return resource && type === 'Warning' && recent
        ? [statement(message, { resource, since: at })]
        : [];
    }),
  ];
}

/** What was applied and owns a resource: pods and replica sets come and go. */
function appliedFor(
  resource: ResourceRef,
  nodes: readonly ResourceNode[],
): ResourceRef {
  const same = (node: ResourceNode) =>
    node.group === resource.group &&
    node.kind === resource.kind &&
    node.namespace === resource.namespace &&
    node.name === resource.name;
  const node = nodes.find(same);
  const { group, kind, namespace, name } = node
    ? rootOf(node, nodes)
    : resource;
  return { group, kind, ...(namespace && { namespace }), name };
}

function rootOf(
  node: ResourceNode,
  nodes: readonly ResourceNode[],
): ResourceNode {
  const parent = nodes.find(({ id }) => id === node.parent);
  return parent ? rootOf(parent, nodes) : node;
}

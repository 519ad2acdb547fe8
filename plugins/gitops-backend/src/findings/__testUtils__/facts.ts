import {
  ResourceNode,
  RolloutStatus,
  TargetStatus,
} from '@fairlead/backstage-plugin-gitops-common';
import { assembleTree } from '../../resources/assembleTree';
import { eventsOf } from '../../resources/eventsOf';
import { LiveObject, liveObjectOf } from '../../resources/liveObject';
import { storedTarget } from '../../services/__testUtils__/storedTarget';
import { StoredTarget } from '../../targets/StoredTarget';
import { Facts } from '../Facts';
import { findProblems } from '../findProblems';
import { FoundProblem } from '../rankFindings';

export const now = new Date('2026-11-24T10:00:00Z');

/** Facts of a target that is well but for what is given. */
export function factsOf(options: {
  status?: Partial<TargetStatus>;
  rollouts?: RolloutStatus[];
  target?: Partial<StoredTarget>;
  live?: Facts['live'];
  engine?: string;
}): Facts {
  const target = storedTarget({ name: 'orders-prod', environment: 'prod' });
  return {
    target: {
      ...target,
      ...options.target,
      ...(options.rollouts && { rollouts: options.rollouts }),
      status: { ...target.status, ...options.status },
    },
    engine: options.engine ?? 'Argo CD',
    ...(options.live && { live: options.live }),
    now,
  };
}

/** What one rule finds. */
export function foundBy(rule: string, facts: Facts): FoundProblem[] {
  return findProblems(facts).filter(each => each.rule === rule);
}

/** An object as a cluster would return it. */
export function object(
  apiVersion: string,
  kind: string,
  name: string,
  rest: { spec?: object; status?: object; owner?: LiveObject } = {},
): LiveObject {
  const found = liveObjectOf(
    {
      metadata: {
        name,
        namespace: 'orders',
        uid: `uid-${kind}-${name}`,
        generation: 1,
        creationTimestamp: '2026-11-24T09:00:00Z',
        ...(rest.owner && {
          ownerReferences: [
            {
              apiVersion: rest.owner.apiVersion,
              kind: rest.owner.kind,
              name: rest.owner.metadata.name,
              uid: rest.owner.metadata.uid,
            },
          ],
        }),
      },
      spec: rest.spec,
      status: rest.status,
    },
    { apiVersion, kind },
  );
  if (!found) throw new Error(`${kind} ${name} is no object`);
  return found;
}

export const deployment = object('apps/v1', 'Deployment', 'orders', {
  spec: { replicas: 2 },
  status: { observedGeneration: 1, replicas: 2, updatedReplicas: 2 },
});
export const replicaSet = object('apps/v1', 'ReplicaSet', 'orders-7d4f', {
  spec: { replicas: 2 },
  status: { observedGeneration: 1 },
  owner: deployment,
});

/** A pod of the Deployment, with one container `app`. */
export function pod(
  name: string,
  options: {
    container?: object;
    status?: object;
    image?: string;
    init?: object;
    owner?: LiveObject;
  } = {},
): LiveObject {
  const { image = 'ghcr.io/acme/orders:1.5.0', init } = options;
  return object('v1', 'Pod', name, {
    spec: {
      nodeName: 'node-1',
      containers: [{ name: 'app', image }],
      ...(init && { initContainers: [{ name: 'migrate', image }] }),
    },
    status: {
      phase: 'Running',
      containerStatuses: [
        { name: 'app', ready: false, restartCount: 0, ...options.container },
      ],
      ...(init && {
        initContainerStatuses: [
          { name: 'migrate', ready: false, restartCount: 0, ...init },
        ],
      }),
      ...options.status,
    },
    owner: options.owner ?? replicaSet,
  });
}

/** What a cluster tells of the Deployment. */
export function live(
  objects: LiveObject[],
  events: Array<{
    about: LiveObject;
    reason: string;
    message: string;
    type?: string;
    count?: number;
  }> = [],
): NonNullable<Facts['live']> {
  const [first, ...rest] = objects.some(({ kind }) => kind === 'Pod')
    ? [deployment, replicaSet, ...objects]
    : objects;
  const isRoot = ({ metadata }: LiveObject) => !metadata.ownerReferences;
  const roots = [first, ...rest].filter(isRoot);
  const tree = assembleTree({
    managed: roots.map(({ group, kind, metadata }) => ({
      group,
      kind,
      namespace: 'orders',
      name: metadata.name,
    })),
    live: roots,
    unread: new Set(),
    candidates: rest.filter(each => !isRoot(each)),
  });
  return {
    ...tree,
    events: eventsOf(
      events.map(({ about, ...event }) => ({
        metadata: {},
        involvedObject: {
          uid: about.metadata.uid,
          kind: about.kind,
          name: about.metadata.name,
          namespace: 'orders',
        },
        type: 'Warning',
        lastTimestamp: '2026-11-24T09:59:00Z',
        ...event,
      })),
      tree.nodes,
    ).events,
  };
}

/** A canary that is at its first step. */
export function rollout(rest: Partial<RolloutStatus>): RolloutStatus {
  return {
    controller: 'argo-rollouts',
    object: {
      cluster: 'hub',
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Rollout',
      namespace: 'orders',
      name: 'orders',
    },
    strategy: 'canary',
    state: 'progressing',
    phase: 'Progressing',
    steps: [],
    services: {},
    analyses: [],
    actions: [],
    ...rest,
  };
}

/** Ids of the nodes' kinds, for tests of trees. */
export function names(nodes: readonly ResourceNode[]): string[] {
  return nodes.map(({ kind, name }) => `${kind} ${name}`);
}

import {
  ContainerLog,
  ResourceNode,
  ResourceTree,
} from '@fairlead/backstage-plugin-gitops-common';
import { crashLoop, probeFailing } from './findings';
import { ago, day, minute } from './time';

const image = 'ghcr.io/acme/payments:3.2.0';

const node = (
  rest: Partial<ResourceNode> & { id: string; kind: string; name: string },
): ResourceNode => ({
  group: '',
  namespace: 'payments',
  createdAt: ago(30 * day),
  health: { status: 'Healthy' },
  ...rest,
});

const failingPod = node({
  id: 'pod-1',
  parent: 'rs-new',
  kind: 'Pod',
  name: 'payments-6c9d-x2l7p',
  createdAt: ago(26 * minute),
  health: {
    status: 'Degraded',
    message:
      'Container payments is in CrashLoopBackOff: back-off 5m0s restarting failed container.',
  },
  ready: { ready: 1, desired: 2 },
  restarts: 7,
  images: [image, 'docker.io/istio/proxyv2:1.27.0'],
  containers: [
    {
      name: 'istio-proxy',
      state: 'running',
      failing: false,
      hasPrevious: false,
    },
    {
      name: 'payments',
      state: 'waiting',
      reason: 'CrashLoopBackOff',
      failing: true,
      hasPrevious: true,
    },
  ],
});

/** A deployment of which the new pods crash. */
export const resourceTree: ResourceTree = {
  nodes: [
    node({
      id: 'deploy',
      group: 'apps',
      kind: 'Deployment',
      name: 'payments',
      sync: 'Synced',
      health: {
        status: 'Degraded',
        message: 'Deployment exceeded its progress deadline',
      },
      ready: { ready: 2, desired: 3 },
      images: [image],
    }),
    node({
      id: 'svc',
      kind: 'Service',
      name: 'payments',
      sync: 'Synced',
    }),
    node({
      id: 'cm',
      kind: 'ConfigMap',
      name: 'payments-debug',
      sync: 'OutOfSync',
      health: undefined,
    }),
    node({
      id: 'job',
      group: 'batch',
      kind: 'Job',
      name: 'payments-migrate',
      createdAt: ago(23 * minute),
      health: { status: 'Degraded', message: 'BackoffLimitExceeded' },
    }),
    node({
      id: 'rs-new',
      parent: 'deploy',
      group: 'apps',
      kind: 'ReplicaSet',
      name: 'payments-6c9d',
      createdAt: ago(26 * minute),
      health: { status: 'Progressing' },
      ready: { ready: 0, desired: 1 },
      images: [image],
    }),
    node({
      id: 'rs-old',
      parent: 'deploy',
      group: 'apps',
      kind: 'ReplicaSet',
      name: 'payments-58bf',
      ready: { ready: 2, desired: 2 },
    }),
    failingPod,
    ...['k8w2c', 'qz9dv'].map(name =>
      node({
        id: `pod-${name}`,
        parent: 'rs-old',
        kind: 'Pod',
        name: `payments-58bf-${name}`,
        ready: { ready: 2, desired: 2 },
        restarts: 0,
      }),
    ),
  ],
  events: [
    {
      node: 'pod-1',
      type: 'Warning',
      reason: 'BackOff',
      message: 'Back-off restarting failed container payments',
      count: 94,
      at: ago(minute),
    },
    {
      node: 'pod-1',
      type: 'Warning',
      reason: 'Unhealthy',
      message: 'Readiness probe failed: HTTP probe failed with statuscode: 503',
      count: 12,
      at: ago(3 * minute),
    },
    {
      node: 'pod-1',
      type: 'Normal',
      reason: 'Pulled',
      message: `Container image "${image}" already present on machine`,
      count: 8,
      at: ago(4 * minute),
    },
  ],
  findings: [crashLoop, probeFailing],
  problems: [
    'Cluster platform does not let the portal list HTTPRoutes in payments.',
  ],
  truncated: false,
  readAt: ago(0),
};

/** The end of a container's log. */
export function logOf(previous: boolean | undefined): ContainerLog {
  return {
    lines: previous
      ? [
          '2026-11-24T09:58:01Z INFO  payments 3.2.0 starts',
          '2026-11-24T09:58:02Z INFO  connecting to postgres://payments-db:5432/payments',
          '2026-11-24T09:58:04Z ERROR relation "refunds" does not exist (SQLSTATE 42P01)',
          '2026-11-24T09:58:04Z FATAL can’t start: migrations are missing',
        ]
      : ['2026-11-24T10:03:11Z INFO  payments 3.2.0 starts'],
    truncated: true,
  };
}

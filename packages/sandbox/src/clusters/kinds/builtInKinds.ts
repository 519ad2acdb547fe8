import { builtInColumns } from './builtInColumns';
import { ResourceKind } from './ResourceKind';

interface Row {
  kind: string;
  plural: string;
  short?: string[];
  cluster?: true;
  /** Has spec and status, so generations and a status subresource. */
  status?: true;
  scale?: true;
  /** Has a spec but no status subresource. */
  spec?: true;
  /** Listed by `kubectl get all`. */
  all?: true;
}

const groups: Array<{ group: string; version: string; rows: Row[] }> = [
  {
    group: '',
    version: 'v1',
    rows: [
      {
        kind: 'Namespace',
        plural: 'namespaces',
        short: ['ns'],
        cluster: true,
        status: true,
      },
      {
        kind: 'Node',
        plural: 'nodes',
        short: ['no'],
        cluster: true,
        status: true,
      },
      {
        kind: 'Pod',
        plural: 'pods',
        short: ['po'],
        status: true,
        all: true,
      },
      {
        kind: 'Service',
        plural: 'services',
        short: ['svc'],
        status: true,
        all: true,
      },
      { kind: 'Endpoints', plural: 'endpoints', short: ['ep'] },
      { kind: 'Event', plural: 'events', short: ['ev'] },
      { kind: 'ConfigMap', plural: 'configmaps', short: ['cm'] },
      { kind: 'Secret', plural: 'secrets' },
      { kind: 'ServiceAccount', plural: 'serviceaccounts', short: ['sa'] },
      { kind: 'LimitRange', plural: 'limitranges', short: ['limits'] },
      {
        kind: 'ResourceQuota',
        plural: 'resourcequotas',
        short: ['quota'],
        status: true,
      },
      {
        kind: 'PersistentVolumeClaim',
        plural: 'persistentvolumeclaims',
        short: ['pvc'],
        status: true,
      },
    ],
  },
  {
    group: 'apps',
    version: 'v1',
    rows: [
      {
        kind: 'Deployment',
        plural: 'deployments',
        short: ['deploy'],
        status: true,
        scale: true,
        all: true,
      },
      {
        kind: 'ReplicaSet',
        plural: 'replicasets',
        short: ['rs'],
        status: true,
        scale: true,
        all: true,
      },
      {
        kind: 'StatefulSet',
        plural: 'statefulsets',
        short: ['sts'],
        status: true,
        scale: true,
        all: true,
      },
      {
        kind: 'DaemonSet',
        plural: 'daemonsets',
        short: ['ds'],
        status: true,
        all: true,
      },
    ],
  },
  {
    group: 'batch',
    version: 'v1',
    rows: [
      { kind: 'Job', plural: 'jobs', status: true, all: true },
      {
        kind: 'CronJob',
        plural: 'cronjobs',
        short: ['cj'],
        status: true,
        all: true,
      },
    ],
  },
  {
    group: 'networking.k8s.io',
    version: 'v1',
    rows: [
      { kind: 'Ingress', plural: 'ingresses', short: ['ing'], status: true },
      {
        kind: 'NetworkPolicy',
        plural: 'networkpolicies',
        short: ['netpol'],
        spec: true,
      },
    ],
  },
  {
    group: 'autoscaling',
    version: 'v2',
    rows: [
      {
        kind: 'HorizontalPodAutoscaler',
        plural: 'horizontalpodautoscalers',
        short: ['hpa'],
        status: true,
        all: true,
      },
    ],
  },
  {
    group: 'policy',
    version: 'v1',
    rows: [
      {
        kind: 'PodDisruptionBudget',
        plural: 'poddisruptionbudgets',
        short: ['pdb'],
        status: true,
      },
    ],
  },
  {
    group: 'rbac.authorization.k8s.io',
    version: 'v1',
    rows: [
      { kind: 'Role', plural: 'roles' },
      { kind: 'RoleBinding', plural: 'rolebindings' },
      { kind: 'ClusterRole', plural: 'clusterroles', cluster: true },
      {
        kind: 'ClusterRoleBinding',
        plural: 'clusterrolebindings',
        cluster: true,
      },
    ],
  },
  {
    group: 'apiextensions.k8s.io',
    version: 'v1',
    rows: [
      {
        kind: 'CustomResourceDefinition',
        plural: 'customresourcedefinitions',
        short: ['crd', 'crds'],
        cluster: true,
        status: true,
      },
    ],
  },
];

function generationOf(row: Row): ResourceKind['generation'] {
  return row.status || row.spec ? 'spec' : 'never';
}

/** The kinds that every cluster of the sandbox has without a definition. */
export const builtInKinds: readonly ResourceKind[] = groups.flatMap(
  ({ group, version, rows }) =>
    rows.map(row => ({
      group,
      version,
      kind: row.kind,
      listKind: `${row.kind}List`,
      plural: row.plural,
      singular: row.kind.toLowerCase(),
      shortNames: row.short ?? [],
      categories: row.all ? ['all'] : [],
      namespaced: !row.cluster,
      custom: false,
      statusSubresource: Boolean(row.status),
      scaleSubresource: Boolean(row.scale),
      generation: generationOf(row),
      columns: builtInColumns(row.kind),
    })),
);

/** Where the definitions of custom resources are stored. */
export const definitionsResource =
  'customresourcedefinitions.apiextensions.k8s.io';

import { KubeObject, ObjectRef } from '../contracts';

const clusterScoped = new Set([
  'APIService',
  'ClusterAnalysisTemplate',
  'ClusterRole',
  'ClusterRoleBinding',
  'CustomResourceDefinition',
  'IngressClass',
  'MutatingWebhookConfiguration',
  'Namespace',
  'Node',
  'PersistentVolume',
  'PriorityClass',
  'StorageClass',
  'ValidatingWebhookConfiguration',
]);

export function isClusterScoped({ kind }: { kind: string }): boolean {
  return clusterScoped.has(kind);
}

/** `apps/v1` is group `apps` and version `v1`; `v1` is the core group. */
export function groupVersionOf({ apiVersion }: { apiVersion: string }): {
  group: string;
  version: string;
} {
  const [first, second] = apiVersion.split('/');
  return second === undefined
    ? { group: '', version: first }
    : { group: first, version: second };
}

export function refOf({ apiVersion, kind, metadata }: KubeObject): ObjectRef {
  return {
    apiVersion,
    kind,
    ...(metadata.namespace && { namespace: metadata.namespace }),
    name: metadata.name,
  };
}

/** Identifies an object within a cluster, whatever version of its group it is read in. */
export function keyOf(object: KubeObject): string {
  const { group } = groupVersionOf(object);
  const { namespace = '', name } = object.metadata;
  return `${group}/${object.kind}:${namespace}/${name}`;
}

import { KubernetesObject } from '@kubernetes/client-node';
import { stringify } from 'yaml';

/** The pods of the lab's services: `fails` is a kind of failure that its cluster plays. */
export interface WorkloadOptions {
  name: string;
  version: string;
  replicas?: number;
  fails?: 'image-missing' | 'crash-loop';
}

function podTemplate({ name, version, fails }: WorkloadOptions) {
  return {
    metadata: {
      labels: { app: name, ...(fails && { 'fairlead-lab/pod': fails }) },
    },
    spec: {
      containers: [
        { name: 'web', image: `registry.example.com/shop/${name}:${version}` },
      ],
    },
  };
}

/** Manifest of a Deployment. */
export function deployment(options: WorkloadOptions): object {
  const { name, replicas = 2 } = options;
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name },
    spec: {
      replicas,
      progressDeadlineSeconds: 60,
      selector: { matchLabels: { app: name } },
      template: podTemplate(options),
    },
  };
}

/** Manifest of a Rollout with the steps of a canary. */
export function rollout(
  options: WorkloadOptions & { steps: object[] },
): object {
  const { name, replicas = 4, steps } = options;
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Rollout',
    metadata: { name },
    spec: {
      replicas,
      progressDeadlineSeconds: 60,
      selector: { matchLabels: { app: name } },
      template: podTemplate(options),
      strategy: { canary: { steps } },
    },
  };
}

/** Manifests as the text of a file. */
export function yaml(...objects: object[]): string {
  return objects.map(object => stringify(object)).join('---\n');
}

/** A Git source that Flux fetches each minute, or when asked. */
export function gitRepository(options: {
  namespace: string;
  name: string;
  url: string;
}): KubernetesObject & { spec: object } {
  const { namespace, name, url } = options;
  return {
    apiVersion: 'source.toolkit.fluxcd.io/v1',
    kind: 'GitRepository',
    metadata: { namespace, name },
    spec: { interval: '1m', timeout: '20s', url, ref: { branch: 'main' } },
  };
}

/** A folder of it that is applied to its own namespace, for a service of the catalog. */
export function kustomization(options: {
  namespace: string;
  name: string;
  source: string;
  path: string;
  service: string;
  spec?: object;
}): KubernetesObject & { spec: object } {
  const { namespace, name, source, path, service } = options;
  return {
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
    kind: 'Kustomization',
    metadata: {
      namespace,
      name,
      annotations: { 'fairlead/entity-ref': `component:default/${service}` },
    },
    spec: {
      interval: '10m',
      retryInterval: '15s',
      timeout: '20s',
      prune: true,
      wait: true,
      path,
      targetNamespace: namespace,
      sourceRef: { kind: 'GitRepository', name: source },
      ...options.spec,
    },
  };
}

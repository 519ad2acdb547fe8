import { Entity } from '@backstage/catalog-model';

/** A service of the catalog, found by the names of its Applications. */
export function deployedComponent(
  name: string,
  annotations: Record<string, string> = {},
): Entity {
  const applications = ['dev', 'staging', 'prod'].map(
    each => `${name}-${each}`,
  );
  return component(name, {
    'argocd/app-name': applications.join(','),
    ...annotations,
  });
}

/** A service of the catalog. */
export function component(
  name: string,
  annotations: Record<string, string> = {},
): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name, annotations },
    spec: { type: 'service', lifecycle: 'production', owner: 'team-shop' },
  };
}

/** The image of a service's version. */
export function imageOf(service: string, version: string): string {
  return `ghcr.io/acme/${service}:${version}`;
}

/** Where the version of a service in an environment is written. */
export function overlayOf(service: string, environment: string): string {
  return `apps/${service}/overlays/${environment}/kustomization.yaml`;
}

/** A service in the GitOps repository: a kustomize base, and an overlay for each environment with its version. */
export function serviceFiles(
  service: string,
  versions: Record<string, string>,
): Record<string, string> {
  const base = `apps/${service}/base`;
  return {
    [`${base}/kustomization.yaml`]: 'resources:\n- deployment.yaml\n',
    [`${base}/deployment.yaml`]: deployment(service),
    ...Object.fromEntries(
      Object.entries(versions).map(([environment, version]) => [
        overlayOf(service, environment),
        overlay(service, version),
      ]),
    ),
  };
}

function overlay(service: string, version: string): string {
  return [
    'resources:',
    '- ../../base',
    'images:',
    `- name: ghcr.io/acme/${service}`,
    `  newTag: "${version}" # by promotion`,
    '',
  ].join('\n');
}

function deployment(service: string): string {
  return [
    'apiVersion: apps/v1',
    'kind: Deployment',
    'metadata:',
    `  name: ${service}`,
    'spec:',
    '  template:',
    '    spec:',
    '      containers:',
    `      - name: ${service}`,
    `        image: ghcr.io/acme/${service}`,
    '',
  ].join('\n');
}

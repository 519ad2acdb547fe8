import { KubeObject } from '../../contracts';

/** A small Application that its definition accepts. */
export function sampleApplication(
  name: string,
  options: { namespace?: string; labels?: Record<string, string> } = {},
): KubeObject {
  const { namespace = 'argocd', labels } = options;
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name, namespace, ...(labels ? { labels } : {}) },
    spec: {
      project: 'default',
      source: {
        repoURL: 'https://example.com/acme/gitops.git',
        path: `apps/${name}/overlays/dev`,
        targetRevision: 'main',
      },
      destination: {
        server: 'https://kubernetes.default.svc',
        namespace: name,
      },
    },
  };
}

/** Where Applications are. */
export const applicationsPath =
  '/apis/argoproj.io/v1alpha1/namespaces/argocd/applications';

/**
 * The one place where the lab's versions are pinned, by Go module. Kubernetes and the Flux
 * controllers share the minor version of the `k8s.io` libraries, which are then compiled once.
 */
export const versions = {
  'go.etcd.io/etcd/server/v3': 'v3.6.16',
  'k8s.io/kubernetes': 'v1.36.2',
  'sigs.k8s.io/kwok': 'v0.8.0',
  'github.com/fluxcd/source-controller': 'v1.9.1',
  'github.com/fluxcd/kustomize-controller': 'v1.9.4',
  'github.com/fluxcd/helm-controller': 'v1.4.0',
  'github.com/fluxcd/flagger': 'v1.44.0',
  'github.com/argoproj/argo-rollouts': 'v1.9.1',
  'github.com/argoproj/argo-cd/v3': 'v3.5.7',
  'github.com/argoproj/argo-cd/gitops-engine':
    'v0.0.0-20260914071520-c9c369efcc5b',
  'helm.sh/helm/v4': 'v4.2.1',
  'sigs.k8s.io/kustomize/kustomize/v5': 'v5.8.1',
  'code.gitea.io/gitea': 'v1.26.0',
};

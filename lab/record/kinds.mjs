/** Where the API server serves the kinds that are recorded. */
export const kinds = {
  gitRepository: 'source.toolkit.fluxcd.io/v1/gitrepositories',
  helmRepository: 'source.toolkit.fluxcd.io/v1/helmrepositories',
  helmChart: 'source.toolkit.fluxcd.io/v1/helmcharts',
  kustomization: 'kustomize.toolkit.fluxcd.io/v1/kustomizations',
  helmRelease: 'helm.toolkit.fluxcd.io/v2/helmreleases',
  rollout: 'argoproj.io/v1alpha1/rollouts',
  analysisRun: 'argoproj.io/v1alpha1/analysisruns',
  replicaSet: 'apps/v1/replicasets',
  deployment: 'apps/v1/deployments',
  canary: 'flagger.app/v1beta1/canaries',
};

/** The path of a kind's objects in a namespace. */
export function pathOf({ kind, namespace }) {
  const [group, version, plural] = kinds[kind].split('/');
  return `/apis/${group}/${version}/namespaces/${namespace}/${plural}`;
}

/** What kubectl calls a kind. */
export function resourceOf(kind) {
  const [group, , plural] = kinds[kind].split('/');
  return `${plural}.${group}`;
}

/** Where the API server serves the kinds that are recorded. */
const kinds = {
  pod: '/v1/pods',
  event: '/v1/events',
  deployment: 'apps/v1/deployments',
  replicaSet: 'apps/v1/replicasets',
  statefulSet: 'apps/v1/statefulsets',
  daemonSet: 'apps/v1/daemonsets',
  job: 'batch/v1/jobs',
  cronJob: 'batch/v1/cronjobs',
  gitRepository: 'source.toolkit.fluxcd.io/v1/gitrepositories',
  helmChart: 'source.toolkit.fluxcd.io/v1/helmcharts',
  kustomization: 'kustomize.toolkit.fluxcd.io/v1/kustomizations',
  helmRelease: 'helm.toolkit.fluxcd.io/v2/helmreleases',
  rollout: 'argoproj.io/v1alpha1/rollouts',
  analysisRun: 'argoproj.io/v1alpha1/analysisruns',
  canary: 'flagger.app/v1beta1/canaries',
};

/** The path of a kind's objects in a namespace. */
export function pathOf({ kind, namespace }) {
  const [group, version, plural] = kinds[kind].split('/');
  const root = group ? `/apis/${group}` : '/api';
  return `${root}/${version}/namespaces/${namespace}/${plural}`;
}

/** What kubectl calls a kind. */
export function resourceOf(kind) {
  const [group, , plural] = kinds[kind].split('/');
  return group ? `${plural}.${group}` : plural;
}

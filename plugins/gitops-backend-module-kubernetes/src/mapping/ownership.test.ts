import { workload } from '../__testUtils__/workloads';
import { isLookedAfter } from './ownership';

const metadata = (changes: object) =>
  workload('CronJob', { metadata: changes }).metadata;
const helmLabels = {
  'app.kubernetes.io/instance': 'report',
  'app.kubernetes.io/managed-by': 'Helm',
};
const released = { 'meta.helm.sh/release-name': 'report' };
const by = (...managers: string[]) =>
  managers.map(manager => ({ manager, operation: 'Update' }));

describe('what is looked after by somebody else', () => {
  it.each<[string, object]>([
    ['is of the cluster', { namespace: 'kube-system' }],
    ['is of the distribution', { namespace: 'openshift-monitoring' }],
    [
      'has a controller, as what Flagger copies has',
      {
        ownerReferences: [{ kind: 'Canary', name: 'report', controller: true }],
      },
    ],
    [
      'is applied by a Kustomization',
      { labels: { 'kustomize.toolkit.fluxcd.io/name': 'shop' } },
    ],
    [
      'is released by a HelmRelease, although Helm does it',
      {
        labels: { ...helmLabels, 'helm.toolkit.fluxcd.io/name': 'report' },
        annotations: released,
      },
    ],
    [
      'is tracked by Argo CD',
      {
        annotations: {
          'argocd.argoproj.io/tracking-id': 'report:batch/CronJob:shop/report',
        },
      },
    ],
    [
      'has a label of Argo CD',
      { labels: { 'argocd.argoproj.io/instance': 'report' } },
    ],
    [
      'is a chart that Argo CD has rendered, with its older label',
      { labels: helmLabels, managedFields: by('argocd-controller') },
    ],
    [
      'is a release that Argo CD has taken over',
      {
        labels: helmLabels,
        annotations: released,
        managedFields: by('helm', 'argocd-controller'),
      },
    ],
    [
      'has the label, and nobody tells who wrote it',
      { labels: helmLabels, managedFields: null },
    ],
  ])('%s', (_, changes) => {
    expect(isLookedAfter(metadata(changes))).toBe(true);
  });

  it.each<[string, object]>([
    ['is applied by a person', {}],
    ['is owned, and not controlled', { ownerReferences: [{ kind: 'Team' }] }],
    ['is in a namespace that only sounds so', { namespace: 'kubeshop' }],
    [
      'has the label that Kubernetes recommends',
      { labels: { 'app.kubernetes.io/instance': 'report' } },
    ],
    [
      'is a rendered chart that a pipeline has applied',
      { labels: helmLabels, managedFields: by('kubectl-client-side-apply') },
    ],
    [
      'is released by Helm, and nobody tells who wrote it',
      { labels: helmLabels, annotations: released, managedFields: [] },
    ],
  ])('but not what %s', (_, changes) => {
    expect(isLookedAfter(metadata(changes))).toBe(false);
  });
});

import { StoredTarget, TargetCondition } from '../../targets/StoredTarget';
import { statusOf } from './__testUtils__/planStory';
import { definingTargets } from './definingTargets';

const own = 'argoproj.io/Application:argocd/orders-prod';

describe('definingTargets', () => {
  const stored = (name: string, namespace = 'argocd'): StoredTarget => {
    const status = statusOf({ name });
    return {
      id: `${namespace}/${name}`,
      status: { ...status, object: { ...status.object, namespace } },
      updatedAt: '2026-01-01T00:00:00Z',
    };
  };

  async function parentOf(marks: {
    annotations?: Record<string, string>;
    labels?: Record<string, string>;
  }): Promise<string | undefined> {
    const all = [
      stored('root'),
      stored('root', 'team'),
      stored('apps'),
      stored('orders-prod'),
    ];
    const found = await definingTargets({
      targets: {
        find: async (conditions: TargetCondition[]) =>
          all.filter(({ status }) =>
            conditions.some(
              condition =>
                'name' in condition && condition.name === status.object.name,
            ),
          ),
      },
      of: [
        {
          id: 'argocd/orders-prod',
          status: { ...statusOf({ name: 'orders-prod' }), ...marks },
        },
      ],
    });
    const object = found.get('argocd/orders-prod')?.object;
    return object && `${object.namespace}/${object.name}`;
  }

  const tracking = (value: string) => ({
    annotations: { 'argocd.argoproj.io/tracking-id': value },
  });

  it.each([
    ['the tracking annotation', tracking(`apps:${own}`), 'argocd/apps'],
    ['one in another namespace', tracking(`team_root:${own}`), 'team/root'],
    [
      'the tracking label',
      { labels: { 'app.kubernetes.io/instance': 'apps' } },
      'argocd/apps',
    ],
    ['two of that name', tracking(`root:${own}`), undefined],
    ["a copy of another object's", tracking(`apps:${own}-2`), undefined],
    ['itself', tracking(`orders-prod:${own}`), undefined],
    ['one that is not stored', tracking(`gone:${own}`), undefined],
    ['nothing', {}, undefined],
  ])('goes by %s', async (_, marks, expected) => {
    expect(await parentOf(marks)).toBe(expected);
  });

  it('goes by the labels of Flux before all others', async () => {
    const parent = statusOf({ name: 'apps', flux: 'Kustomization' });
    const child = statusOf({ name: 'orders', flux: 'HelmRelease' });
    const found = await definingTargets({
      targets: {
        find: async () => [
          { ...stored('apps'), id: 'application' },
          { id: 'kustomization', status: parent, updatedAt: '' },
        ],
      },
      of: [
        {
          id: 'orders',
          status: {
            ...child,
            labels: {
              'app.kubernetes.io/instance': 'apps',
              'kustomize.toolkit.fluxcd.io/name': 'apps',
              'kustomize.toolkit.fluxcd.io/namespace': 'argocd',
            },
          },
        },
      ],
    });
    expect(found.get('orders')).toBe(parent);
  });
});

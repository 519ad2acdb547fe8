import { ResourceNode } from '@fairlead/backstage-plugin-gitops-common';
import { ResourceBranch, resourceForest } from './resourceForest';

const node = (
  id: string,
  parent?: string,
  rest: Partial<ResourceNode> = {},
): ResourceNode => ({
  id,
  parent,
  group: '',
  kind: 'Thing',
  name: id,
  health: { status: 'Healthy' },
  ...rest,
});

const outline = (branches: ResourceBranch[]): string =>
  branches
    .map(branch =>
      branch.children.length > 0
        ? `${branch.node.id}(${outline(branch.children)})`
        : branch.node.id,
    )
    .join(' ');

const event = (of: string) => ({
  node: of,
  type: 'Warning' as const,
  reason: 'FailedMount',
  message: '',
  count: 1,
});

describe('resourceForest', () => {
  const nodes = [
    node('deployment'),
    node('service'),
    node('replicas', 'deployment'),
    node('old', 'deployment'),
    node('pod-a', 'replicas', { ready: { ready: 0, desired: 1 } }),
    node('pod-b', 'replicas'),
    node('orphan', 'gone'),
  ];

  it('stands by owner; what has none stands by itself', () => {
    expect(
      outline(resourceForest({ nodes, events: [] }, { onlyUnwell: false })),
    ).toBe('deployment(replicas(pod-a pod-b) old) service orphan');
  });

  it('keeps of what is not well the owners too', () => {
    expect(
      outline(
        resourceForest(
          { nodes, events: [event('service')] },
          { onlyUnwell: true },
        ),
      ),
    ).toBe('deployment(replicas(pod-a)) service');
  });

  it.each<[string, Partial<ResourceNode>, boolean]>([
    ['is suspended on purpose', { health: { status: 'Suspended' } }, false],
    ['has no health', { health: undefined }, false],
    ['is degraded', { health: { status: 'Degraded' } }, true],
    ['is out of sync', { sync: 'OutOfSync' }, true],
    [
      'has a failing container',
      {
        containers: [
          { name: 'app', state: 'waiting', failing: true, hasPrevious: false },
        ],
      },
      true,
    ],
  ])('tells whether something that %s is well', (_, rest, isKept) => {
    const [kept] = resourceForest(
      { nodes: [node('one', undefined, rest)], events: [] },
      { onlyUnwell: true },
    );
    expect(Boolean(kept)).toBe(isKept);
  });
});

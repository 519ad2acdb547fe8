import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { mappingContextOf } from '@fairlead/backstage-plugin-gitops-node/testUtils';
import { parse, parseAllDocuments } from 'yaml';
import { fluxEngine } from './FluxEngine';

const text = (name: string) =>
  readFileSync(join(__dirname, '__fixtures__', name), 'utf8');
const all = (name: string) =>
  parseAllDocuments(text(name)).map(document => document.toJS());

const orders = parse(text('orders.yaml'));
const [deployment, statefulSet, byHand, automation, policy] =
  all('cluster.yaml');
const sources = all('sources.yaml');

const on = (objects: unknown[], object: unknown = orders) => {
  const status = fluxEngine.map(
    object,
    mappingContextOf({
      references: fluxEngine.references,
      objects: [...sources, ...objects],
    }),
  );
  if (!status) throw new Error('It defines no target');
  return status;
};

describe('what runs, of a Kustomization', () => {
  const unchecked = {
    ...orders,
    spec: { ...orders.spec, wait: false, images: [] },
  };

  it('has the images of its workloads, each once', () => {
    expect(on([deployment], unchecked).version.images).toEqual([
      { name: 'ghcr.io/acme/orders', tag: '1.10' },
      {
        name: 'ghcr.io/acme/proxy',
        digest:
          'sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef',
      },
    ]);
  });

  it('needs no health checks of Flux where all workloads can be read', () => {
    expect(on([deployment], unchecked)).toMatchObject({
      health: { status: 'Healthy' },
      conditions: [],
    });
    expect(on([], unchecked).conditions).toMatchObject([
      { type: 'HealthNotChecked' },
    ]);
  });

  it.each([
    [
      'its controller has not seen the change',
      { metadata: { ...deployment.metadata, generation: 4 } },
      'Progressing',
    ],
    [
      'pods are not available',
      { status: { ...deployment.status, availableReplicas: 1 } },
      'Progressing',
    ],
    [
      'old pods are there',
      { status: { ...deployment.status, replicas: 3 } },
      'Progressing',
    ],
    [
      'it makes no progress',
      {
        status: {
          ...deployment.status,
          availableReplicas: 0,
          conditions: [
            {
              type: 'Progressing',
              status: 'False',
              reason: 'ProgressDeadlineExceeded',
              message: 'ReplicaSet "orders-7" has timed out progressing.',
            },
          ],
        },
      },
      'Degraded',
    ],
    [
      'it is paused',
      { spec: { ...deployment.spec, paused: true } },
      'Suspended',
    ],
  ])('is not well when %s, whatever Flux says', (_, change, health) => {
    const status = on([{ ...deployment, ...change }]);
    expect(status.health.status).toBe(health);
    expect(status.health.message).toMatch(/^Deployment orders is /);
    expect(status.conditions.map(({ type }) => type)).toEqual(
      health === 'Degraded' ? ['ResourceDegraded'] : [],
    );
  });

  it.each([
    ['Healthy', 'Healthy'],
    ['Paused', 'Suspended'],
    ['Degraded', 'Degraded'],
    ['Progressing', 'Progressing'],
  ])('takes a Rollout that is %s for %s', (phase, health) => {
    const rollout = {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Rollout',
      metadata: { ...deployment.metadata, generation: 2 },
      spec: deployment.spec,
      status: { observedGeneration: '2', phase },
    };
    const inventory = {
      entries: [{ id: 'orders_orders_argoproj.io_Rollout', v: 'v1alpha1' }],
    };
    const status = on([rollout], {
      ...orders,
      status: { ...orders.status, inventory },
    });
    expect(status.health.status).toBe(health);
    expect(status.rolloutRefs).toEqual([
      { kind: 'Rollout', namespace: 'orders', name: 'orders' },
    ]);
    expect(status.version.images).toHaveLength(2);
  });

  it('is not looked for here when it is on another cluster', () => {
    const elsewhere = {
      ...unchecked,
      spec: { ...unchecked.spec, kubeConfig: { secretRef: { name: 'eu' } } },
    };
    const status = on([deployment], elsewhere);
    expect(status.version.images).toEqual([]);
    expect(status.conditions).toMatchObject([{ type: 'HealthNotChecked' }]);
  });

  it('has what Flux applied, with names as they are', () => {
    expect(
      fluxEngine.resourcesOf?.({
        ...orders,
        status: {
          inventory: {
            entries: [
              { id: 'orders_orders_apps_Deployment', v: 'v1' },
              { id: 'orders_web__Service', v: 'v1' },
              {
                id: '_system__orders_rbac.authorization.k8s.io_ClusterRole',
                v: 'v1',
              },
              { id: 'nonsense' },
            ],
          },
        },
      }),
    ).toEqual([
      {
        group: 'apps',
        version: 'v1',
        kind: 'Deployment',
        namespace: 'orders',
        name: 'orders',
      },
      {
        group: '',
        version: 'v1',
        kind: 'Service',
        namespace: 'orders',
        name: 'web',
      },
      {
        group: 'rbac.authorization.k8s.io',
        version: 'v1',
        kind: 'ClusterRole',
        name: 'system:orders',
      },
    ]);
  });
});

describe('what runs, of a HelmRelease', () => {
  const release = {
    apiVersion: 'helm.toolkit.fluxcd.io/v2',
    kind: 'HelmRelease',
    metadata: { name: 'ledger', namespace: 'team-pay', generation: 1 },
    spec: {
      targetNamespace: 'ledger',
      chartRef: { kind: 'OCIRepository', name: 'ledger' },
    },
    status: {
      conditions: [
        { type: 'Ready', status: 'True', reason: 'InstallSucceeded' },
      ],
    },
  };

  it('is found by its labels where the release has no inventory', () => {
    const status = on([statefulSet, byHand], release);
    expect(status.version.images).toEqual([
      { name: 'ghcr.io/acme/ledger', tag: '0.9' },
    ]);
    expect(status.health).toEqual({
      status: 'Progressing',
      message: 'StatefulSet ledger is progressing: 2 of 3 pods are ready',
    });
    expect(fluxEngine.resourcesOf?.(release)).toBeUndefined();
  });

  it('has a group for what has drifted, from the inventory', () => {
    const object = {
      ...release,
      status: {
        conditions: [
          ...release.status.conditions,
          {
            type: 'Drifted',
            status: 'True',
            message: 'StatefulSet/ledger/ledger changed (0 additions)',
          },
        ],
        inventory: {
          entries: [
            { id: 'ledger_ledger_apps_StatefulSet', v: 'v1' },
            { id: 'ledger_ledger__Service', v: 'v1' },
          ],
        },
      },
    };
    expect(on([], object).drift).toMatchObject([
      { group: 'apps', kind: 'StatefulSet', difference: 'changed' },
    ]);
    expect(
      fluxEngine.resourcesOf?.(object)?.map(({ kind, sync }) => [kind, sync]),
    ).toEqual([
      ['StatefulSet', 'OutOfSync'],
      ['Service', undefined],
    ]);
  });
});

describe('image automation', () => {
  const said = (objects: unknown[], object: unknown = orders) =>
    on([deployment, ...objects], object)
      .conditions.filter(({ type }) => type === 'ImageAutomation')
      .map(({ message }) => message);

  it('is named with what it writes where, and whether that runs', () => {
    expect(said([automation, policy])).toEqual([
      'The ImageUpdateAutomation flux-system/newest writes ghcr.io/acme/orders:1.11 to the branch image-updates, below apps/orders/, wherever a file there is marked for the policy flux-system:orders. It is not deployed yet.',
    ]);
    expect(said([automation])).toEqual([
      expect.stringMatching(/orders:1\.10 .* That is what is deployed\.$/),
    ]);
  });

  it('is named with what stands in its way', () => {
    const failing = {
      ...automation,
      spec: { ...automation.spec, suspend: true },
      status: {
        ...automation.status,
        conditions: [
          { type: 'Ready', status: 'False', message: 'push was rejected' },
        ],
      },
    };
    expect(said([failing])).toEqual([
      expect.stringMatching(/But it is suspended\. .*push was rejected$/),
    ]);
  });

  it('is not named for what it does not write to', () => {
    const of = (spec: object) => ({
      ...automation,
      spec: { ...automation.spec, ...spec },
    });
    expect(said([of({ update: { path: 'apps/billing' } })])).toEqual([]);
    expect(said([of({ update: { path: 'apps/ord' } })])).toEqual([]);
    expect(
      said([of({ sourceRef: { kind: 'GitRepository', name: 'other' } })]),
    ).toEqual([]);
    expect(said([of({ update: { path: './' } })])).toHaveLength(1);
  });
});

it('names what a Kustomization waits for', () => {
  const waiting = {
    ...orders,
    spec: { ...orders.spec, dependsOn: [{ name: 'infra' }] },
    status: {
      ...orders.status,
      conditions: [
        {
          type: 'Ready',
          status: 'False',
          reason: 'DependencyNotReady',
          message: "dependency 'flux-system/infra' is not ready",
        },
      ],
    },
  };
  expect(on([deployment], waiting).conditions).toMatchObject([
    {
      severity: 'warning',
      message:
        "It waits until what it depends on is ready (Kustomization flux-system/infra): dependency 'flux-system/infra' is not ready",
    },
  ]);
});

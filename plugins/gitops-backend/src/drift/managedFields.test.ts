import fc from 'fast-check';
import { isRecord } from '../manifests/isRecord';
import { valueAt } from '../manifests/valueAt';
import { YamlPath } from '../manifests/yaml/YamlPath';
import { changedBy, fieldManagersOf, ownedPaths } from './managedFields';

/** As an API server writes it, after Argo CD has applied, an autoscaler has scaled and a person has edited. */
const deployment = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: {
    name: 'orders',
    annotations: { note: 'x' },
    finalizers: ['a.example/b'],
    managedFields: [
      {
        manager: 'argocd-controller',
        operation: 'Apply',
        apiVersion: 'apps/v1',
        time: '2026-11-20T08:00:00Z',
        fieldsType: 'FieldsV1',
        fieldsV1: {
          'f:metadata': { 'f:finalizers': { 'v:"a.example/b"': {} } },
          'f:spec': {
            'f:selector': {},
            'f:template': {
              'f:spec': {
                'f:containers': {
                  'k:{"name":"app"}': {
                    '.': {},
                    'f:name': {},
                    'f:image': {},
                    'f:ports': {
                      'k:{"containerPort":80,"protocol":"TCP"}': {
                        '.': {},
                        'f:containerPort': {},
                      },
                    },
                  },
                  'k:{"name":"gone"}': { '.': {}, 'f:image': {} },
                },
              },
            },
          },
        },
      },
      {
        manager: 'kube-controller-manager',
        operation: 'Update',
        subresource: 'scale',
        time: '2026-11-21T08:00:00Z',
        fieldsType: 'FieldsV1',
        fieldsV1: { 'f:spec': { 'f:replicas': {} } },
      },
      {
        manager: 'kubectl-edit',
        operation: 'Update',
        time: '2026-11-22T08:00:00Z',
        fieldsType: 'FieldsV1',
        fieldsV1: {
          'f:metadata': { 'f:annotations': { '.': {}, 'f:note': {} } },
          'f:spec': {
            'f:template': {
              'f:spec': {
                'f:containers': {
                  'k:{"name":"app"}': { 'f:image': {} },
                },
              },
            },
          },
        },
      },
      { operation: 'Update' },
      'nonsense',
    ],
  },
  spec: {
    replicas: 3,
    selector: { matchLabels: { app: 'orders' } },
    template: {
      spec: {
        containers: [
          { name: 'sidecar', image: 's' },
          { name: 'app', image: 'i', ports: [{ containerPort: 80 }] },
        ],
      },
    },
  },
};

describe('changedBy', () => {
  it.each<[YamlPath, string | undefined]>([
    [['spec', 'replicas'], 'kube-controller-manager 2026-11-21T08:00:00Z'],
    [
      ['spec', 'template', 'spec', 'containers', 1, 'image'],
      'kubectl-edit 2026-11-22T08:00:00Z',
    ],
    [['spec', 'template', 'spec', 'containers', 0, 'image'], undefined],
    [
      [
        'spec',
        'template',
        'spec',
        'containers',
        1,
        'ports',
        0,
        'containerPort',
      ],
      'argocd-controller 2026-11-20T08:00:00Z',
    ],
    // Owned as a whole.
    [
      ['spec', 'selector', 'matchLabels', 'app'],
      'argocd-controller 2026-11-20T08:00:00Z',
    ],
    [['metadata', 'finalizers', 0], 'argocd-controller 2026-11-20T08:00:00Z'],
    [['metadata', 'annotations', 'note'], 'kubectl-edit 2026-11-22T08:00:00Z'],
    [['spec', 'paused'], undefined],
  ])('%j is of %s', (path, expected) => {
    const by = changedBy(deployment, path);
    expect(by && `${by.manager} ${by.at}`).toBe(expected);
  });

  it('says nothing of what is no object', () => {
    for (const value of [undefined, null, 1, {}, { metadata: null }]) {
      expect(changedBy(value, ['spec'])).toBeUndefined();
    }
  });
});

/** JSON with lists of named items, as objects of Kubernetes are. */
const json = fc.letrec(tie => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.integer(),
    fc.string(),
    tie('map'),
    fc.uniqueArray(
      fc.record({ name: fc.string({ minLength: 1 }), more: tie('value') }),
      { selector: ({ name }) => name, maxLength: 3 },
    ),
  ),
  map: fc.dictionary(fc.string({ minLength: 1 }), tie('value'), { maxKeys: 4 }),
})).map;

describe('ownedPaths', () => {
  it('finds each leaf of an object, from the fields of somebody who has written all of it', () => {
    fc.assert(
      fc.property(json, object => {
        const leaves: YamlPath[] = [];
        const fieldsV1 = fieldsOf(object, [], leaves);
        const found = ownedPaths({ manager: 'm', fieldsV1 }, object);
        expect(new Set(found.map(path => JSON.stringify(path)))).toEqual(
          new Set(leaves.map(path => JSON.stringify(path))),
        );
        const whole = {
          ...(isRecord(object) ? object : {}),
          metadata: { managedFields: [{ manager: 'm', fieldsV1 }] },
        };
        for (const path of leaves.filter(([first]) => first !== 'metadata')) {
          expect(changedBy(whole, path)).toEqual({ manager: 'm' });
          expect(valueAt(whole, path)).toEqual(valueAt(object, path));
        }
      }),
    );
  });

  it('leaves out what is gone', () => {
    const [argocd] = fieldManagersOf(deployment);
    expect(ownedPaths(argocd, deployment).map(path => path.join('.'))).toEqual([
      'metadata.finalizers.0',
      'spec.selector',
      'spec.template.spec.containers.1.name',
      'spec.template.spec.containers.1.image',
      'spec.template.spec.containers.1.ports.0.containerPort',
    ]);
  });
});

/** The set of all fields of a value, as an API server writes it. */
function fieldsOf(
  value: unknown,
  path: YamlPath,
  leaves: YamlPath[],
): Record<string, unknown> {
  const isList = Array.isArray(value);
  const entries: Array<[string, string | number, unknown]> = isList
    ? value.map((item: unknown, index) => [
        `k:${JSON.stringify({ name: isRecord(item) ? item.name : '' })}`,
        index,
        item,
      ])
    : Object.entries(isRecord(value) ? value : {}).map(([key, item]) => [
        `f:${key}`,
        key,
        item,
      ]);
  if (entries.length === 0) {
    if (path.length > 0) leaves.push(path);
    return {};
  }
  return {
    '.': {},
    ...Object.fromEntries(
      entries.map(([key, step, item]) => [
        key,
        fieldsOf(item, [...path, step], leaves),
      ]),
    ),
  };
}

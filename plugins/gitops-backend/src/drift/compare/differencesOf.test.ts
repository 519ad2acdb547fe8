import fc from 'fast-check';
import { isRecord } from '../../manifests/isRecord';
import { unsourced } from '../git/Sourced';
import { differencesOf } from './differencesOf';

const labelsOf = (git: unknown, live: unknown, more: object = {}) =>
  differencesOf({ git: unsourced(git, ''), live, ...more }).map(
    ({ label }) => label,
  );
const pod = (containers: unknown) => ({ spec: { containers } });

const manifest = fc.letrec(tie => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.integer({ min: 1 }),
    fc.string({ minLength: 1 }).map(text => `v${text}`),
    tie('map'),
    fc.uniqueArray(
      fc.record({ name: fc.string({ minLength: 1 }), more: tie('value') }),
      { selector: ({ name }) => name, minLength: 1, maxLength: 3 },
    ),
  ),
  map: fc.dictionary(
    fc
      .string({ minLength: 1 })
      .filter(key => key !== '__proto__')
      .map(key => `k${key}`),
    tie('value'),
    { minKeys: 1, maxKeys: 4 },
  ),
})).map;

describe('differencesOf', () => {
  it.each<[string, unknown, unknown, string[]]>([
    [
      'defaults of the server',
      { spec: { replicas: 2 } },
      { spec: { replicas: 2, strategy: { type: 'RollingUpdate' } } },
      [],
    ],
    [
      'what is written for each object, and status',
      { metadata: { name: 'a', labels: {} }, status: { x: 1 } },
      {
        metadata: { name: 'b', uid: 'u', resourceVersion: '1' },
        status: { x: 2 },
      },
      [],
    ],
    [
      'quantities that are written otherwise',
      pod([{ name: 'a', resources: { limits: { cpu: 1, memory: '1Gi' } } }]),
      pod([
        {
          name: 'a',
          resources: { limits: { cpu: '1000m', memory: '1024Mi' } },
        },
      ]),
      [],
    ],
    [
      'quantities that differ',
      pod([{ name: 'a', resources: { limits: { cpu: '1' } } }]),
      pod([{ name: 'a', resources: { limits: { cpu: '1500m' } } }]),
      ['spec.containers[0].resources.limits.cpu'],
    ],
    [
      'text that only looks like a quantity',
      { data: { size: '1000m' } },
      { data: { size: '1' } },
      ['data.size'],
    ],
    [
      'what is empty and not kept',
      { spec: { hostNetwork: false, nodeSelector: {}, args: [], x: null } },
      { spec: {} },
      [],
    ],
    [
      'what is not there',
      { spec: { paused: true } },
      { spec: {} },
      ['spec.paused'],
    ],
    [
      'items by their names, whatever their order',
      pod([
        { name: 'app', image: 'a:1' },
        { name: 'proxy', image: 'p:1' },
      ]),
      pod([
        { name: 'proxy', image: 'p:1' },
        { name: 'injected', image: 'i' },
        { name: 'app', image: 'a:2' },
      ]),
      ['spec.containers[2].image'],
    ],
    [
      'an item that is gone',
      pod([{ name: 'app', env: [{ name: 'A', value: '1' }] }]),
      pod([{ name: 'app' }, { name: 'b' }]),
      ['spec.containers[0].env'],
    ],
    [
      'an item of several that is gone',
      pod([{ name: 'app' }, { name: 'proxy' }]),
      pod([{ name: 'app' }]),
      ['spec.containers[name=proxy]'],
    ],
    [
      'ports of a service',
      { spec: { ports: [{ port: 80, targetPort: 8080 }] } },
      { spec: { ports: [{ port: 80, protocol: 'TCP', targetPort: 9090 }] } },
      ['spec.ports[0].targetPort'],
    ],
    [
      'lists of texts as one value',
      pod([{ name: 'a', args: ['x', 'y'] }]),
      pod([{ name: 'a', args: ['x', 'z'] }]),
      ['spec.containers[0].args'],
    ],
    [
      'what engines write for themselves',
      {
        metadata: {
          labels: { 'app.kubernetes.io/instance': 'a', tier: 'web' },
        },
      },
      {
        metadata: {
          labels: { 'app.kubernetes.io/instance': 'b', tier: 'db' },
        },
      },
      ['metadata.labels.tier'],
    ],
    [
      'keys that need quotes',
      { data: { 'app.properties': 'a' } },
      { data: { 'app.properties': 'b' } },
      ['data["app.properties"]'],
    ],
    [
      'what is encrypted',
      { data: { x: 'ENC[AES256_GCM,data]' } },
      { data: { x: 'y' } },
      [],
    ],
  ])('tells %s', (_, git, live, expected) => {
    expect(labelsOf(git, live)).toEqual(expected);
  });

  it('makes nothing of what engines wrote into a map that Git has not', () => {
    const annotations = {
      'argocd.argoproj.io/tracking-id': 'orders:apps/Deployment:dev/orders',
      'kubectl.kubernetes.io/last-applied-configuration': '{}',
    };
    const applied = { metadata: { annotations } };
    const live = { metadata: { annotations } };
    const git = { metadata: { labels: {} } };
    expect(labelsOf(git, live, { applied })).toEqual([]);
    const mine = { ...annotations, team: 'shop' };
    expect(
      labelsOf(
        git,
        { metadata: { annotations: mine } },
        { applied: { metadata: { annotations: mine } } },
      ),
    ).toEqual(['metadata.annotations.team']);
  });

  it('tells what Git has no more, if it was applied before', () => {
    const git = { spec: { replicas: 1 } };
    const applied = { spec: { replicas: 1, paused: true } };
    const live = { spec: { replicas: 1, paused: true, x: 1 } };
    expect(labelsOf(git, live, { applied })).toEqual(['spec.paused']);
    expect(labelsOf(git, live)).toEqual([]);
  });

  it('does not compare variables of Flux, which fills them in', () => {
    const git = { data: { host: '${cluster}.example.com' } };
    const live = { data: { host: 'prod.example.com' } };
    expect(labelsOf(git, live, { variables: true })).toEqual([]);
    expect(labelsOf(git, live)).toEqual(['data.host']);
  });

  it('finds nothing when only defaults were added, and just the field that was changed', () => {
    fc.assert(
      fc.property(manifest, fc.nat(), (git, pick) => {
        const live = withDefaults(git);
        expect(labelsOf({ spec: git }, { spec: live })).toEqual([]);
        const leaves = leavesOf(live, []);
        fc.pre(leaves.length > 0);
        const { path } = leaves[pick % leaves.length];
        const changed = withChanged(live, path);
        const found = differencesOf({
          git: unsourced({ spec: git }, ''),
          live: { spec: changed },
        });
        expect(found.map(each => each.path)).toEqual([['spec', ...path]]);
        expect(found[0].live).toBe('changed by hand');
      }),
    );
  });
});

/** As an API server keeps it. */
function withDefaults(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withDefaults);
  if (!isRecord(value)) return value;
  return {
    aDefault: 'of the server',
    ...Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, withDefaults(item)]),
    ),
  };
}

function leavesOf(
  value: unknown,
  path: Array<string | number>,
): Array<{ path: Array<string | number> }> {
  const entries: Array<[string | number, unknown]> = Array.isArray(value)
    ? value.map((item: unknown, index) => [index, item])
    : Object.entries(isRecord(value) ? value : {});
  if (entries.length === 0) return [{ path }];
  return entries
    .filter(([key]) => key !== 'aDefault' && key !== 'name')
    .flatMap(([key, item]) => leavesOf(item, [...path, key]));
}

function withChanged(
  value: unknown,
  [step, ...rest]: Array<string | number>,
): unknown {
  if (step === undefined) return 'changed by hand';
  if (Array.isArray(value)) {
    return value.map((item, index) =>
      index === step ? withChanged(item, rest) : item,
    );
  }
  return isRecord(value)
    ? { ...value, [step]: withChanged(value[step], rest) }
    : value;
}

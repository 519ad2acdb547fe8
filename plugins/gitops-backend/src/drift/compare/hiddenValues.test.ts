import fc from 'fast-check';
import { valueAt } from '../../manifests/valueAt';
import { YamlPath } from '../../manifests/yaml/YamlPath';
import { isHidden } from './hiddenValues';

const workload = {
  spec: {
    replicas: 2,
    automountServiceAccountToken: false,
    env: [
      { name: 'DB_PASSWORD', value: 'a' },
      { name: 'HOST', value: 'a' },
      { name: 'URL', value: 'postgres://me:pass@db/x' },
    ],
    secretName: 'orders-tls',
    imagePullSecrets: [{ name: 'registry' }],
    config: 'host: a\npassword: hunter2\n',
    apiToken: 'x',
  },
};

describe('isHidden', () => {
  it.each<[YamlPath, boolean]>([
    [['spec', 'replicas'], false],
    [['spec', 'automountServiceAccountToken'], false],
    [['spec', 'env', 0, 'value'], true],
    [['spec', 'env', 1, 'value'], false],
    [['spec', 'env', 2, 'value'], true],
    [['spec', 'env', 0], true],
    [['spec', 'env'], true],
    [['spec', 'secretName'], false],
    [['spec', 'imagePullSecrets'], false],
    [['spec', 'config'], true],
    [['spec', 'apiToken'], true],
    [['spec'], true],
  ])('%j: %s', (path, expected) => {
    expect(
      isHidden({
        resource: { group: 'apps', kind: 'Deployment' },
        objects: [workload],
        path,
        values: [valueAt(workload, path)],
      }),
    ).toBe(expected);
  });

  it('hides whatever is in the data of a Secret', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('data', 'stringData'),
        fc.array(fc.string()),
        fc.jsonValue(),
        (field, rest, value) => {
          const hidden = isHidden({
            resource: { group: '', kind: 'Secret' },
            objects: [],
            path: [field, ...rest],
            values: [value],
          });
          expect(hidden).toBe(true);
        },
      ),
    );
  });
});

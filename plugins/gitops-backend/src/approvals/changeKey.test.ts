import { PlannedEdit } from '@fairlead/backstage-plugin-gitops-common';
import { changeKey } from './changeKey';

const edit: PlannedEdit = {
  file: 'apps/orders/kustomization.yaml',
  line: 3,
  pointer: 'images[0].newTag',
  what: 'image-tag',
  subject: 'ghcr.io/acme/orders',
  from: '1.4.2',
  to: '1.5.0',
};
const other = {
  ...edit,
  line: 5,
  pointer: 'images[1].newTag',
  subject: 'ghcr.io/acme/proxy',
};

const keyOf = (edits: PlannedEdit[], baseSha = 'a') =>
  changeKey({
    entityRef: 'component:default/orders',
    from: 'dev',
    to: 'staging',
    repoUrl: 'https://github.com/acme/gitops',
    baseBranch: 'main',
    baseSha,
    targets: [],
    fromVersion: { images: [] },
    toVersion: { images: [] },
    edits,
    files: [],
    blockers: [],
    fingerprint: baseSha,
  });

describe('what an approval covers', () => {
  it.each<[string, PlannedEdit[]]>([
    ['on another line', [{ ...edit, line: 9 }, other]],
    ['behind another entry', [{ ...edit, pointer: 'images[4].newTag' }, other]],
    ['in another order', [other, edit]],
  ])('is the same %s and on another base', (_, edits) => {
    expect(keyOf(edits, 'b')).toBe(keyOf([edit, other]));
  });

  it.each<[string, PlannedEdit[]]>([
    ['another value', [{ ...edit, to: '1.6.0' }, other]],
    ['another value that is replaced', [{ ...edit, from: '1.4.1' }, other]],
    ['another image', [{ ...edit, subject: 'ghcr.io/acme/cart' }, other]],
    ['another place', [{ ...edit, pointer: 'images[0].newName' }, other]],
    ['another file', [{ ...edit, file: 'apps/orders/values.yaml' }, other]],
    ['one value less', [edit]],
  ])('is another with %s', (_, edits) => {
    expect(keyOf(edits)).not.toBe(keyOf([edit, other]));
  });
});

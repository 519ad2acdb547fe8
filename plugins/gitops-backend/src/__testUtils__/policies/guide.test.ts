import { gitopsPermissions } from '@fairlead/backstage-plugin-gitops-common';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const guide = readFileSync(
  join(__dirname, '../../../../../docs/guides/permissions.md'),
  'utf8',
);
const files = readdirSync(__dirname)
  .filter(name => !name.endsWith('.test.ts'))
  .map(name => readFileSync(join(__dirname, name), 'utf8'));

describe('the guide to permissions', () => {
  it('shows the policies that are tested, and no others', () => {
    const shown = [...guide.matchAll(/```ts\n(.*?)```/gs)].map(
      ([, code]) => code,
    );
    expect(shown.sort()).toEqual(files.sort());
  });

  it('lists every permission', () => {
    const listed = [...guide.matchAll(/^\| `(gitops\.[a-z.-]+)`/gm)].map(
      ([, name]) => name,
    );
    expect(listed.sort()).toEqual(
      gitopsPermissions.map(({ name }) => name).sort(),
    );
  });
});

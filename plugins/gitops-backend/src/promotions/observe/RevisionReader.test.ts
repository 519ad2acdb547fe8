import { PlannedEdit } from '@fairlead/backstage-plugin-gitops-common';
import { FakeForge } from '@fairlead/backstage-plugin-gitops-node/testUtils';
import { RevisionReader } from './RevisionReader';

const repoUrl = 'https://github.com/acme/gitops';
const base = { 'app.toml': 'tag = "1.4"\n', 'env/prod/a.txt': 'old' };

function setUp(what: ReadonlyArray<'value' | 'directory'>) {
  const forge = new FakeForge();
  const repository = forge.createRepository({ repoUrl, files: base });
  const commit = (files: Record<string, string>) =>
    repository.commit({
      parents: [repository.commitOf('main').sha],
      files: new Map(Object.entries(files)),
      message: 'more',
      branch: 'main',
    }).sha;
  const baseSha = repository.commitOf('main').sha;
  const from = repository.directoryId(baseSha, 'env/prod') ?? '';
  const mergeSha = commit({
    'app.toml': 'tag = "1.5"\n',
    'env/prod/a.txt': 'new',
  });
  const to = repository.directoryId(mergeSha, 'env/prod') ?? '';
  const edits: PlannedEdit[] = [
    {
      what: 'value',
      file: 'app.toml',
      line: 1,
      pointer: 'tag',
      subject: 'tag',
      from: '1.4',
      to: '1.5',
    },
    {
      what: 'directory',
      file: 'env/prod',
      line: 1,
      pointer: '',
      subject: 'env/prod',
      from,
      to,
    },
  ];
  const reader = RevisionReader.create({
    forge,
    plan: {
      entityRef: 'component:default/orders',
      from: 'dev',
      to: 'prod',
      repoUrl,
      baseBranch: 'main',
      baseSha,
      targets: [],
      fromVersion: { images: [] },
      toVersion: { images: [] },
      edits: edits.filter(edit => what.some(each => each === edit.what)),
      files: [],
      blockers: [],
      fingerprint: 'f',
    },
  });
  const answer = async (revision: string) => {
    forge.calls.length = 0;
    const { containsMerge, value } = await reader.answer({
      mergeSha,
      revision,
    });
    return [containsMerge, value, forge.calls.map(({ method }) => method)];
  };
  return { commit, baseSha, mergeSha, answer };
}

describe('RevisionReader', () => {
  it('reads the base once, and then each revision once', async () => {
    const { commit, baseSha, mergeSha, answer } = setUp(['value']);
    expect(await answer(baseSha)).toEqual([false, 'unclear', []]);
    const trees = ['readTree', 'readTree'];
    expect(await answer(mergeSha)).toEqual([true, 'promoted', trees]);
    expect(await answer(commit({ 'app.toml': 'tag = "1.4"\n' }))).toEqual([
      true,
      'reverted',
      ['isAncestor', 'readTree'],
    ]);
    expect(await answer(commit({ 'app.toml': 'tag = "2"\n' }))).toEqual([
      true,
      'replaced',
      ['isAncestor', 'readTree'],
    ]);
  });

  it('asks for tree ids of directories, and reads no file for them', async () => {
    const { commit, mergeSha, answer } = setUp(['directory']);
    const ids = 'readDirectoryIds';
    expect(await answer(mergeSha)).toEqual([true, 'promoted', [ids]]);
    for (const [files, value] of [
      [{ 'other.txt': 'x' }, 'promoted'],
      [{ 'env/prod/a.txt': 'third' }, 'replaced'],
      [{ 'env/prod/a.txt': 'old' }, 'reverted'],
    ] as const) {
      expect(await answer(commit(files))).toEqual([
        true,
        value,
        ['isAncestor', ids],
      ]);
    }
  });

  it('takes both together: what is gone from one is gone', async () => {
    const { commit, mergeSha, answer } = setUp(['value', 'directory']);
    expect((await answer(mergeSha))[1]).toBe('promoted');
    const revision = commit({ 'env/prod/a.txt': 'third' });
    expect((await answer(revision))[1]).toBe('replaced');
  });
});

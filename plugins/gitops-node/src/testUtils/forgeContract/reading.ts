// A suite for others to run: it is exported, although it uses the globals of a test.
/* eslint-disable jest/no-export */
import { ForgeBench, prod } from './ForgeBench';

/** How files, directories and history are read. */
export function describeReading(bench: ForgeBench): void {
  const read: ForgeBench['read'] = async (ref, files) => bench.read(ref, files);
  describe('readTree', () => {
    it('reads files exactly and lists directories to any depth', async () => {
      const tree = await bench.subject.forge.readTree({
        repoUrl: bench.subject.repoUrl,
        ref: 'main',
        files: [prod, 'not/there.yaml'],
        directories: ['apps/shop', 'nowhere'],
      });
      expect(tree.commitSha).toBe(bench.baseSha);
      expect(tree.files).toEqual([
        {
          path: prod,
          content: 'newTag: "1.0.0"\r\n# ünï\n',
          blobSha: expect.stringMatching(/^[0-9a-f]{40}$/),
        },
      ]);
      expect([...tree.paths].sort()).toEqual([
        'apps/shop/base/kustomization.yaml',
        'apps/shop/prod/a/b/c/d/deep.yaml',
        prod,
      ]);
    });

    it('reads at a branch, a commit and HEAD, and lists the root', async () => {
      await bench.subject.commit({
        branch: 'other/branch',
        files: { 'file.txt': 'on the branch' },
        message: 'Branch',
      });
      const branch = await read('other/branch', ['file.txt']);
      expect(branch.files[0].content).toBe('on the branch');
      expect((await read(bench.baseSha, ['file.txt'])).files).toEqual([]);
      expect(await read('HEAD', [])).toMatchObject({
        commitSha: bench.baseSha,
        defaultBranch: 'main',
      });
      const root = await bench.subject.forge.readTree({
        repoUrl: bench.subject.repoUrl,
        ref: 'main',
        files: [],
        directories: [''],
      });
      expect(root.paths).toContain('apps/shopping/values.yaml');
    });

    it('says what is missing: repository or ref', async () => {
      await expect(read('no-such-branch', [])).rejects.toMatchObject({
        name: 'NotFoundError',
        message: expect.stringContaining('no-such-branch'),
      });
      await expect(
        bench.subject.forge.readTree({
          repoUrl: bench.subject.missingRepoUrl,
          ref: 'main',
          files: [],
          directories: [],
        }),
      ).rejects.toMatchObject({ name: 'NotFoundError' });
    });

    it('refuses a file that is not text', async () => {
      if (!bench.subject.commitBinary) return;
      await bench.subject.commitBinary('logo.png');
      await expect(read('main', ['logo.png'])).rejects.toMatchObject({
        name: 'InputError',
        message: expect.stringContaining('logo.png'),
      });
    });
  });

  describe('history', () => {
    it('knows ancestors', async () => {
      const side = await bench.subject.commit({
        branch: 'side',
        files: { 'side.txt': '1' },
        message: 'Side',
      });
      const next = await bench.subject.commit({
        branch: 'main',
        files: { 'next.txt': '1' },
        message: 'Next',
      });
      const { repoUrl, forge } = bench.subject;
      const isAncestor = (ancestor: string, descendant: string) =>
        forge.isAncestor({ repoUrl, ancestor, descendant });
      expect(await isAncestor(bench.baseSha, next)).toBe(true);
      expect(await isAncestor(next, next)).toBe(true);
      expect(await isAncestor(next, bench.baseSha)).toBe(false);
      expect(await isAncestor(side, next)).toBe(false);
      await expect(
        isAncestor('0123456789'.repeat(4), next),
      ).rejects.toMatchObject({ name: 'NotFoundError' });
    });

    it('reads commits and leaves out unknown ones', async () => {
      const { repoUrl, forge } = bench.subject;
      const commits = await forge.readCommits({
        repoUrl,
        shas: ['0123456789'.repeat(4), bench.baseSha],
      });
      expect(commits).toEqual([
        expect.objectContaining({
          repoUrl,
          sha: bench.baseSha,
          url: forge.commitUrl({ repoUrl, sha: bench.baseSha }),
          author: expect.any(String),
          message: 'Add shop',
        }),
      ]);
      expect(new Date(commits[0].date).getTime()).not.toBeNaN();
      expect(await forge.readCommits({ repoUrl, shas: [] })).toEqual([]);
    });

    it('compares oldest first, up to a limit', async () => {
      for (const n of ['1', '2', '3']) {
        await bench.subject.commit({
          branch: 'main',
          files: { 'n.txt': n },
          message: `Step ${n}`,
        });
      }
      const { repoUrl, forge } = bench.subject;
      const compare = async (base: string, head: string, limit: number) =>
        (await forge.compare({ repoUrl, base, head, limit }))?.map(
          commit => commit.message,
        );
      expect(await compare(bench.baseSha, 'main', 10)).toEqual([
        'Step 1',
        'Step 2',
        'Step 3',
      ]);
      expect(await compare(bench.baseSha, 'main', 2)).toHaveLength(2);
      expect(await compare('main', bench.baseSha, 10)).toEqual([]);
      expect(await compare('v0.0.0', 'main', 10)).toBeUndefined();
    });
  });
}

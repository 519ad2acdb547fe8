// A suite for others to run: it is exported, although it uses the globals of a test.
/* eslint-disable jest/no-export */
import { ForgeBench, prod } from './ForgeBench';

/** How directories are told apart and copied. */
export function describeDirectories(bench: ForgeBench): void {
  const pullRequest: ForgeBench['pullRequest'] = change =>
    bench.pullRequest(change);
  const read: ForgeBench['read'] = async (ref, files) => bench.read(ref, files);
  describe('directories', () => {
    const idsAt = async (ref: string, directories: string[]) =>
      bench.subject.forge.readDirectoryIds({
        repoUrl: bench.subject.repoUrl,
        ref,
        directories,
      });

    it('have the same id when they have the same content', async () => {
      const ids = await idsAt('main', [
        'apps/shop/prod',
        'apps/shop',
        'not/there',
        prod,
      ]);
      expect([...ids.keys()].sort()).toEqual(['apps/shop', 'apps/shop/prod']);
      await bench.subject.commit({
        branch: 'copy',
        files: {
          'other/kustomization.yaml': 'newTag: "1.0.0"\r\n# ünï\n',
          'other/a/b/c/d/deep.yaml': 'deep: true\n',
        },
        message: 'Copy',
      });
      const copy = await idsAt('copy', ['other', 'apps/shop']);
      expect(copy.get('other')).toBe(ids.get('apps/shop/prod'));
      expect(copy.get('apps/shop')).toBe(ids.get('apps/shop'));
      await expect(idsAt('nowhere', ['apps'])).rejects.toMatchObject({
        name: 'NotFoundError',
      });
      await expect(
        bench.subject.forge.readDirectoryIds({
          repoUrl: bench.subject.missingRepoUrl,
          ref: 'main',
          directories: ['apps'],
        }),
      ).rejects.toMatchObject({ name: 'NotFoundError' });
    });

    it('take the place of what is there, and of what is not, next to files', async () => {
      await bench.subject.commit({
        branch: 'main',
        files: {
          'apps/shop/staging/kustomization.yaml': 'newTag: "2.0.0"\n',
          'apps/shop/staging/a/only-here.yaml': 'a: 1\n',
        },
        message: 'Staging',
      });
      const base = (await read('main', [])).commitSha;
      const ids = await idsAt(base, ['apps/shop/staging']);
      const staging = ids.get('apps/shop/staging') ?? '';
      const opened = await bench.subject.forge.openPullRequest(
        pullRequest({
          baseSha: base,
          files: new Map([['apps/shopping/values.yaml', 'other: 3\n']]),
          directories: new Map([
            ['apps/shop/prod', staging],
            ['apps/new/prod', staging],
          ]),
        }),
      );
      const at = async (ref: string) => {
        const { paths } = await bench.subject.forge.readTree({
          repoUrl: bench.subject.repoUrl,
          ref,
          files: [],
          directories: ['apps/shop/prod', 'apps/new', 'apps/shopping'],
        });
        return paths;
      };
      const expected = [
        'apps/new/prod/a/only-here.yaml',
        'apps/new/prod/kustomization.yaml',
        'apps/shop/prod/a/only-here.yaml',
        prod,
        'apps/shopping/values.yaml',
      ];
      expect(await at(opened.headSha)).toEqual(expected);
      expect(
        await idsAt(opened.headSha, ['apps/shop/prod', 'apps/shop/staging']),
      ).toEqual(
        new Map([
          ['apps/shop/prod', staging],
          ['apps/shop/staging', staging],
        ]),
      );

      const { number, headSha } = opened;
      const updated = await bench.subject.forge.updatePullRequest({
        ...pullRequest({ baseSha: base, files: new Map() }),
        directories: new Map([['apps/shop/prod', staging]]),
        number,
        expectedHeadSha: headSha,
      });
      expect(updated.refused).toBeUndefined();
      expect(await at(updated.pullRequest.headSha)).toEqual([
        'apps/shop/prod/a/only-here.yaml',
        prod,
        'apps/shopping/values.yaml',
      ]);
      await bench.subject.merge(number);
      expect(await idsAt('main', ['apps/shop/prod'])).toEqual(
        new Map([['apps/shop/prod', staging]]),
      );
    });
  });
}

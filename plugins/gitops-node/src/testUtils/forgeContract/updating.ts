// A suite for others to run: it is exported, although it uses the globals of a test.
/* eslint-disable jest/no-export */
import { OpenPullRequestOptions } from '../../forges/Forge';
import { ForgeBench, prod } from './ForgeBench';

/** How pull requests get other content. */
export function describeUpdating(bench: ForgeBench): void {
  const pullRequest: ForgeBench['pullRequest'] = change =>
    bench.pullRequest(change);
  const read: ForgeBench['read'] = async (ref, files) => bench.read(ref, files);
  describe('updatePullRequest', () => {
    const update = (
      opened: { number: number; headSha: string },
      change: Partial<OpenPullRequestOptions> = {},
    ) => {
      const { labels: _, reviewers: __, ...rest } = pullRequest(change);
      return {
        ...rest,
        commitMessage: 'Promote shop to prod, again',
        title: 'Promote shop 1.2.0 to prod',
        body: 'Made again',
        number: opened.number,
        expectedHeadSha: opened.headSha,
      };
    };
    const moveBase = async () =>
      bench.subject.commit({
        branch: 'main',
        files: { 'apps/shopping/values.yaml': 'other: 2\n' },
        message: 'Meanwhile',
      });
    const files = new Map([[prod, 'newTag: "1.2.0"\r\n# ünï\n']]);

    it('puts one commit on the new base in place of what was there, in the same pull request', async () => {
      const opened = await bench.subject.forge.openPullRequest(pullRequest());
      const newBase = await moveBase();
      const answer = await bench.subject.forge.updatePullRequest(
        update(opened, { baseSha: newBase, files }),
      );
      expect(answer.refused).toBeUndefined();
      expect(answer.pullRequest).toMatchObject({
        number: opened.number,
        state: 'open',
        title: 'Promote shop 1.2.0 to prod',
        headBranch: opened.headBranch,
        headSha: await bench.subject.headOf(opened.headBranch),
        checks: 'none',
      });
      expect(answer.pullRequest.headSha).not.toBe(opened.headSha);
      expect(await bench.subject.describe(opened.number)).toMatchObject({
        body: 'Made again',
      });
      const { repoUrl, forge } = bench.subject;
      const commits = await forge.compare({
        repoUrl,
        base: 'main',
        head: opened.headBranch,
        limit: 10,
      });
      expect(commits?.map(({ message }) => message)).toEqual([
        'Promote shop to prod, again',
      ]);
      const there = await read(opened.headBranch, [
        prod,
        'apps/shop/prod/new.yaml',
        'apps/shopping/values.yaml',
      ]);
      expect(there.files.map(({ content }) => content)).toEqual([
        'newTag: "1.2.0"\r\n# ünï\n',
        'other: 2\n',
      ]);
      expect(
        await forge.isAncestor({
          repoUrl,
          ancestor: newBase,
          descendant: opened.headBranch,
        }),
      ).toBe(true);
      const [seen] = await forge.readPullRequests([
        { repoUrl, number: opened.number },
      ]);
      expect(seen).toMatchObject({
        state: 'open',
        headSha: answer.pullRequest.headSha,
      });
    });

    it('is the same when it is asked for again, after an answer that was lost', async () => {
      const opened = await bench.subject.forge.openPullRequest(pullRequest());
      const again = update(opened, { baseSha: await moveBase(), files });
      const first = await bench.subject.forge.updatePullRequest(again);
      const second = await bench.subject.forge.updatePullRequest(again);
      expect(second.refused).toBeUndefined();
      expect(second.pullRequest).toMatchObject({
        number: opened.number,
        title: 'Promote shop 1.2.0 to prod',
        headSha: first.pullRequest.headSha,
      });
      expect(await bench.subject.headOf(opened.headBranch)).toBe(
        first.pullRequest.headSha,
      );
    });

    it('leaves a branch alone that somebody has pushed to', async () => {
      const opened = await bench.subject.forge.openPullRequest(pullRequest());
      const theirs = await bench.subject.commit({
        branch: opened.headBranch,
        files: { [prod]: 'newTag: "by hand"\n' },
        message: 'By hand',
      });
      const newBase = await moveBase();
      const answer = await bench.subject.forge.updatePullRequest(
        update(opened, { baseSha: newBase, files }),
      );
      expect(answer).toMatchObject({
        refused: 'pushed-by-others',
        pullRequest: { number: opened.number, headSha: theirs },
      });
      expect(await bench.subject.headOf(opened.headBranch)).toBe(theirs);
      expect(await bench.subject.describe(opened.number)).toMatchObject({
        body: 'Why: **because**',
      });
    });

    it('changes nothing of one that is not open any more', async () => {
      const opened = await bench.subject.forge.openPullRequest(pullRequest());
      await bench.subject.merge(opened.number);
      const newBase = await moveBase();
      const answer = await bench.subject.forge.updatePullRequest(
        update(opened, { baseSha: newBase, files }),
      );
      expect(answer.pullRequest).toMatchObject({
        number: opened.number,
        state: 'merged',
        title: 'Promote shop 1.1.0 to prod',
      });
      expect(await bench.subject.headOf('main')).toBe(newBase);
    });

    it('says what is missing', async () => {
      const opened = await bench.subject.forge.openPullRequest(pullRequest());
      for (const change of [
        { number: 9999 },
        { baseSha: '0123456789'.repeat(4) },
        { repoUrl: bench.subject.missingRepoUrl },
      ]) {
        await expect(
          bench.subject.forge.updatePullRequest({
            ...update(opened),
            ...change,
          }),
        ).rejects.toMatchObject({ name: 'NotFoundError' });
      }
    });
  });
}

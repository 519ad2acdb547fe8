// A suite for others to run: it is exported, although it uses the globals of a test.
/* eslint-disable jest/no-export */
import { ForgeBench, prod } from './ForgeBench';

/** How pull requests are opened, read and closed. */
export function describeOpening(bench: ForgeBench): void {
  const pullRequest: ForgeBench['pullRequest'] = change =>
    bench.pullRequest(change);
  const read: ForgeBench['read'] = async (ref, files) => bench.read(ref, files);
  describe('openPullRequest', () => {
    it('writes the files as one commit on a new branch, and leaves the base alone', async () => {
      const opened = await bench.subject.forge.openPullRequest(pullRequest());
      expect(opened).toMatchObject({
        number: expect.any(Number),
        title: 'Promote shop 1.1.0 to prod',
        state: 'open',
        headBranch: 'fairlead/promotion-1',
        headSha: await bench.subject.headOf('fairlead/promotion-1'),
        checks: 'none',
      });
      expect(opened.url).toContain(`/${opened.number}`);
      expect(await bench.subject.headOf('main')).toBe(bench.baseSha);

      const changed = await read(opened.headBranch, [
        prod,
        'apps/shop/prod/new.yaml',
        'apps/shopping/values.yaml',
      ]);
      expect(changed.files.map(file => file.content)).toEqual([
        'newTag: "1.1.0"\r\n# ünï\n',
        'new: true\n',
        'other: 1\n',
      ]);
      const commits = await bench.subject.forge.compare({
        repoUrl: bench.subject.repoUrl,
        base: 'main',
        head: opened.headBranch,
        limit: 10,
      });
      expect(commits?.map(c => c.message)).toEqual(['Promote shop to prod']);
    });

    it('finds its own pull request again, whatever became of it', async () => {
      const first = await bench.subject.forge.openPullRequest(pullRequest());
      const again = await bench.subject.forge.openPullRequest(pullRequest());
      expect(again).toMatchObject({ number: first.number, state: 'open' });

      await bench.subject.forge.closePullRequest({
        repoUrl: bench.subject.repoUrl,
        number: first.number,
        comment: 'Cancelled',
        deleteBranchAt: first.headSha,
      });
      expect(
        await bench.subject.forge.openPullRequest(pullRequest()),
      ).toMatchObject({ number: first.number, state: 'closed' });
      expect(await bench.subject.headOf(first.headBranch)).toBeUndefined();
    });

    it('opens one pull request when asked twice at once', async () => {
      const results = await Promise.allSettled([
        bench.subject.forge.openPullRequest(pullRequest()),
        bench.subject.forge.openPullRequest(pullRequest()),
      ]);
      const opened = results.flatMap(result =>
        result.status === 'fulfilled' ? [result.value.number] : [],
      );
      expect(new Set(opened).size).toBe(1);
    });

    it('goes on from a branch with the same content', async () => {
      const head = await bench.subject.commit({
        branch: 'fairlead/promotion-1',
        files: Object.fromEntries(pullRequest().files),
        message: 'Promote shop to prod',
      });
      expect(
        await bench.subject.forge.openPullRequest(pullRequest()),
      ).toMatchObject({ state: 'open', headSha: head });
    });

    it('refuses a branch with other content and does not touch it', async () => {
      const head = await bench.subject.commit({
        branch: 'fairlead/promotion-1',
        files: { 'README.md': 'Somebody else' },
        message: 'Not ours',
      });
      await expect(
        bench.subject.forge.openPullRequest(pullRequest()),
      ).rejects.toMatchObject({
        name: 'ConflictError',
        message: expect.stringContaining('fairlead/promotion-1'),
      });
      expect(await bench.subject.headOf('fairlead/promotion-1')).toBe(head);
    });

    it('writes on the commit that it was given, although the base has moved', async () => {
      await bench.subject.commit({
        branch: 'main',
        files: { 'apps/shopping/values.yaml': 'other: 2\n' },
        message: 'Meanwhile',
      });
      const opened = await bench.subject.forge.openPullRequest(pullRequest());
      const there = await read(opened.headSha, ['apps/shopping/values.yaml']);
      expect(there.files[0].content).toBe('other: 1\n');
      await bench.subject.merge(opened.number);
      const merged = await read('main', [prod, 'apps/shopping/values.yaml']);
      expect(merged.files.map(file => file.content)).toEqual([
        'newTag: "1.1.0"\r\n# ünï\n',
        'other: 2\n',
      ]);
    });

    it('says that a base branch or repository is missing', async () => {
      for (const change of [
        { baseBranch: 'gone' },
        { repoUrl: bench.subject.missingRepoUrl },
      ]) {
        await expect(
          bench.subject.forge.openPullRequest(pullRequest(change)),
        ).rejects.toMatchObject({ name: 'NotFoundError' });
      }
    });
  });

  describe('pull requests later', () => {
    it('reads many in order, and undefined for what is not there', async () => {
      const one = await bench.subject.forge.openPullRequest(pullRequest());
      const two = await bench.subject.forge.openPullRequest(
        pullRequest({
          headBranch: 'fairlead/promotion-2',
          commitMessage: 'Two',
          title: 'Two',
        }),
      );
      const mergeSha = await bench.subject.merge(one.number);
      const { repoUrl } = bench.subject;
      const answer = await bench.subject.forge.readPullRequests([
        { repoUrl, number: two.number },
        { repoUrl, number: 9999 },
        { repoUrl: bench.subject.missingRepoUrl, number: 1 },
        { repoUrl, number: one.number },
      ]);
      expect(answer).toEqual([
        expect.objectContaining({ number: two.number, state: 'open' }),
        undefined,
        undefined,
        expect.objectContaining({
          number: one.number,
          state: 'merged',
          mergeSha,
          mergedBy: expect.any(String),
          mergedAt: expect.any(String),
        }),
      ]);
      expect(await bench.subject.forge.readPullRequests([])).toEqual([]);
    });

    it('closes once, keeps a branch that has moved, and accepts what is closed', async () => {
      const opened = await bench.subject.forge.openPullRequest(pullRequest());
      const close = {
        repoUrl: bench.subject.repoUrl,
        number: opened.number,
        comment: 'Cancelled by Ada',
      };
      await bench.subject.forge.closePullRequest({
        ...close,
        deleteBranchAt: bench.baseSha,
      });
      const [closed] = await bench.subject.forge.readPullRequests([close]);
      expect(closed).toMatchObject({
        state: 'closed',
        closedBy: expect.any(String),
      });
      expect(closed?.mergeSha).toBeUndefined();
      expect(await bench.subject.headOf(opened.headBranch)).toBe(
        opened.headSha,
      );
      await bench.subject.forge.closePullRequest({
        ...close,
        deleteBranchAt: opened.headSha,
      });
      expect(await bench.subject.headOf(opened.headBranch)).toBeUndefined();
      await expect(
        bench.subject.forge.closePullRequest({ ...close, number: 9999 }),
      ).rejects.toMatchObject({ name: 'NotFoundError' });
    });

    it('leaves what is merged as it is', async () => {
      const { forge, repoUrl } = bench.subject;
      const opened = await forge.openPullRequest(pullRequest());
      await bench.subject.merge(opened.number);
      await forge.closePullRequest({
        repoUrl,
        number: opened.number,
        deleteBranchAt: opened.headSha,
      });
      const [merged] = await forge.readPullRequests([
        { repoUrl, number: opened.number },
      ]);
      expect(merged).toMatchObject({ state: 'merged' });
      expect(await bench.subject.headOf(opened.headBranch)).toBe(
        opened.headSha,
      );
    });
  });
}

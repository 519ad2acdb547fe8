// A suite for others to run: it is exported, although it uses the globals of a test.
/* eslint-disable jest/no-export */
import { ForgeBench } from './ForgeBench';

/** Statuses, comments, approvals and reviewers. */
export function describeShowing(bench: ForgeBench): void {
  const pullRequest: ForgeBench['pullRequest'] = change =>
    bench.pullRequest(change);
  describe('what is shown on a pull request', () => {
    const status = {
      context: 'fairlead/gates',
      description: 'Waits for 2 gates',
      url: 'https://portal.example/promotions/42',
    };
    const see = async (number: number) => bench.see(number);

    it('has the last status of each context, cut to what fits', async () => {
      const { headSha } =
        await bench.subject.forge.openPullRequest(pullRequest());
      const set = { repoUrl: bench.subject.repoUrl, sha: headSha, ...status };
      const { forge } = bench.subject;
      await forge.setCommitStatus({ ...set, state: 'pending' });
      await forge.setCommitStatus({
        ...set,
        context: 'fairlead/other',
        state: 'failure',
        description: `Too long: ${'🚀'.repeat(200)}`,
      });
      await forge.setCommitStatus({ ...set, state: 'success' });
      const there = await bench.subject.statusesOf(headSha);
      expect(there).toHaveLength(2);
      expect(there).toContainEqual({ ...status, state: 'success' });
      const other = there.find(({ state }) => state === 'failure');
      expect(other?.description).toMatch(/^Too long: (🚀)+…$/u);
      expect([...(other?.description ?? '')]).toHaveLength(140);
    });

    it('does not count the statuses of Fairlead among the checks', async () => {
      const opened = await bench.subject.forge.openPullRequest(pullRequest());
      const set = { repoUrl: bench.subject.repoUrl, sha: opened.headSha };
      for (const state of ['pending', 'failure', 'success'] as const) {
        await bench.subject.forge.setCommitStatus({ ...set, ...status, state });
        expect(await see(opened.number)).toMatchObject({ checks: 'none' });
      }
    });

    it('refuses a status of a commit that is not there', async () => {
      for (const change of [
        { sha: '0123456789'.repeat(4) },
        { repoUrl: bench.subject.missingRepoUrl },
      ]) {
        await expect(
          bench.subject.forge.setCommitStatus({
            repoUrl: bench.subject.repoUrl,
            sha: bench.baseSha,
            state: 'pending',
            ...status,
            ...change,
          }),
        ).rejects.toMatchObject({
          name: expect.stringMatching(/^(NotFound|Conflict)Error$/),
        });
      }
    });

    it('has one comment, written anew, next to those of others', async () => {
      const { number } =
        await bench.subject.forge.openPullRequest(pullRequest());
      const marker = '<!-- fairlead:promotion:42 -->';
      const write = async (body: string, of = marker) =>
        bench.subject.forge.writeComment({
          repoUrl: bench.subject.repoUrl,
          number,
          marker: of,
          body,
        });
      await bench.subject.comment({ number, body: `I quote: ${marker}` });
      await write(`First ${marker}`);
      await write('Another', '<!-- fairlead:promotion:43 -->');
      await write(`Second ${marker}`);
      await write(`Second ${marker}`);
      await write('Third');
      const comments = await bench.subject.commentsOf(number);
      expect([...comments].sort()).toEqual([
        'Another\n\n<!-- fairlead:promotion:43 -->',
        `I quote: ${marker}`,
        `Third\n\n${marker}`,
      ]);
      await expect(
        bench.subject.forge.writeComment({
          repoUrl: bench.subject.repoUrl,
          number: 9999,
          marker,
          body: 'Nowhere',
        }),
      ).rejects.toMatchObject({ name: 'NotFoundError' });
    });

    it('counts the people who approve of the present head', async () => {
      const opened = await bench.subject.forge.openPullRequest(pullRequest());
      const { number } = opened;
      expect(opened.approvals ?? 0).toBe(0);
      expect(await see(number)).toMatchObject({
        approvals: 0,
        baseSha: bench.baseSha,
        review: 'none',
      });
      await bench.subject.approve({ number, by: 'ada' });
      await bench.subject.approve({ number, by: 'ada' });
      expect(await see(number)).toMatchObject({
        approvals: 1,
        review: 'approved',
      });
      await bench.subject.approve({ number, by: 'bob' });
      expect(await see(number)).toMatchObject({ approvals: 2 });
      await bench.subject.commit({
        branch: opened.headBranch,
        files: { 'more.txt': 'more' },
        message: 'More',
      });
      expect(await see(number)).toMatchObject({ approvals: 0 });
      await bench.subject.approve({ number, by: 'bob' });
      expect(await see(number)).toMatchObject({ approvals: 1 });
    });

    it('asks people and teams for a review, and does not fail for one who is unknown', async () => {
      const { number } = await bench.subject.forge.openPullRequest(
        pullRequest({
          reviewers: ['nobody-of-this-name', 'ada', 'acme/shop', 'acme/none'],
        }),
      );
      const { reviewers } = await bench.subject.describe(number);
      expect(reviewers).toEqual(expect.arrayContaining(['ada', 'acme/shop']));
    });
  });
}

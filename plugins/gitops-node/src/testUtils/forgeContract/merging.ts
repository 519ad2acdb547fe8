// A suite for others to run: it is exported, although it uses the globals of a test.
/* eslint-disable jest/no-export */
import { ForgeBench, prod } from './ForgeBench';

/** How pull requests are merged, or not. */
export function describeMerging(bench: ForgeBench): void {
  const pullRequest: ForgeBench['pullRequest'] = change =>
    bench.pullRequest(change);
  const read: ForgeBench['read'] = async (ref, files) => bench.read(ref, files);
  describe('mergePullRequest', () => {
    const merge = (
      opened: { number: number; headSha: string },
      how: 'now' | 'scheduled' = 'now',
    ) => ({
      repoUrl: bench.subject.repoUrl,
      number: opened.number,
      expectedHeadSha: opened.headSha,
      how,
      title: 'Promote shop 1.1.0 to prod (#1)',
      message: 'Promotion-Id: 42\nRequested-By: user:default/ada',
    });
    const see = async ({ number }: { number: number }) => bench.see(number);
    /** What happens on a forge may take it a moment. */
    const until = async (
      opened: { number: number },
      isSo: (seen: Awaited<ReturnType<typeof see>>) => boolean,
    ) => {
      const deadline = Date.now() + 5_000;
      for (;;) {
        const seen = await see(opened);
        if (isSo(seen) || Date.now() > deadline) return seen;
        await new Promise(resolve => setImmediate(resolve));
      }
    };

    it('merges with the given message, and is no error when it is merged', async () => {
      const opened = await bench.subject.forge.openPullRequest(pullRequest());
      const answer = await bench.subject.forge.mergePullRequest(merge(opened));
      expect(answer).toMatchObject({ outcome: 'merged' });
      const seen = await see(opened);
      expect(seen).toMatchObject({
        state: 'merged',
        mergeSha: await bench.subject.headOf('main'),
      });
      const { repoUrl, forge } = bench.subject;
      const [commit] = await forge.readCommits({
        repoUrl,
        shas: [seen?.mergeSha ?? ''],
      });
      expect(commit.message).toBe('Promote shop 1.1.0 to prod (#1)');
      expect(
        (await read('main', [prod])).files.map(({ content }) => content),
      ).toEqual(['newTag: "1.1.0"\r\n# ünï\n']);

      for (const how of ['now', 'scheduled'] as const) {
        expect(await forge.mergePullRequest(merge(opened, how))).toMatchObject({
          outcome: 'merged',
        });
      }
      expect(await bench.subject.headOf('main')).toBe(seen?.mergeSha);
    });

    it.each(['now', 'scheduled'] as const)(
      'refuses (%s) a head that is another one, and one that is closed',
      async how => {
        const opened = await bench.subject.forge.openPullRequest(pullRequest());
        await bench.subject.commit({
          branch: opened.headBranch,
          files: { 'more.txt': 'more' },
          message: 'More',
        });
        const moved = await bench.subject.forge.mergePullRequest(
          merge(opened, how),
        );
        expect(moved).toMatchObject({ outcome: 'refused' });
        expect(moved.message).toMatch(/head/i);
        expect(await bench.subject.headOf('main')).toBe(bench.baseSha);

        await bench.subject.forge.closePullRequest({
          repoUrl: bench.subject.repoUrl,
          number: opened.number,
          comment: 'Closed',
        });
        const closed = await bench.subject.forge.mergePullRequest(
          merge(opened, how),
        );
        expect(closed).toMatchObject({ outcome: 'refused' });
        expect(closed.message).toMatch(/closed/i);
      },
    );

    it('refuses, with the reason, while a required status is missing, and merges when it is there', async () => {
      await bench.subject.requireStatus('fairlead/gates');
      const opened = await bench.subject.forge.openPullRequest(pullRequest());
      const { repoUrl, forge } = bench.subject;
      const set = async (state: 'pending' | 'success') =>
        forge.setCommitStatus({
          repoUrl,
          sha: opened.headSha,
          context: 'fairlead/gates',
          state,
          description: 'Gates',
          url: 'https://portal.example/promotions/42',
        });
      for (const prepare of [async () => {}, async () => set('pending')]) {
        await prepare();
        const answer = await forge.mergePullRequest(merge(opened));
        expect(answer.outcome).toBe('refused');
        expect(answer.message).toContain('fairlead/gates');
      }
      expect(await bench.subject.headOf('main')).toBe(bench.baseSha);
      expect(await see(opened)).toMatchObject({ state: 'open' });
      await set('success');
      expect(await forge.mergePullRequest(merge(opened))).toMatchObject({
        outcome: 'merged',
      });
    });

    it('refuses a conflict', async () => {
      const opened = await bench.subject.forge.openPullRequest(pullRequest());
      await bench.subject.commit({
        branch: 'main',
        files: { [prod]: 'newTag: "0.9.0"\n' },
        message: 'Theirs',
      });
      const answer = await bench.subject.forge.mergePullRequest(merge(opened));
      expect(answer.outcome).toBe('refused');
      expect(await see(opened)).toMatchObject({ state: 'open' });
    });

    it('merges at once what is scheduled and has nothing to wait for, and refuses to wait where the forge can not', async () => {
      const opened = await bench.subject.forge.openPullRequest(pullRequest());
      await bench.subject.requireStatus('ci');
      const { allowAutoMerge } = bench.subject;
      const before =
        allowAutoMerge &&
        (await bench.subject.forge.mergePullRequest(
          merge(opened, 'scheduled'),
        ));
      expect(before?.outcome).toBe(allowAutoMerge && 'refused');
      await bench.subject.allowAutoMerge?.();
      await bench.subject.forge.setCommitStatus({
        repoUrl: bench.subject.repoUrl,
        sha: opened.headSha,
        context: 'ci',
        state: 'success',
        description: '',
        url: 'https://ci.example/1',
      });
      expect(
        await bench.subject.forge.mergePullRequest(merge(opened, 'scheduled')),
      ).toMatchObject({ outcome: 'merged' });
    });

    it('schedules once, and the forge merges when it can', async () => {
      await bench.subject.requireStatus('fairlead/gates');
      await bench.subject.allowAutoMerge?.();
      const opened = await bench.subject.forge.openPullRequest(pullRequest());
      for (const _ of [1, 2]) {
        expect(
          await bench.subject.forge.mergePullRequest(
            merge(opened, 'scheduled'),
          ),
        ).toMatchObject({ outcome: 'scheduled' });
        expect(await see(opened)).toMatchObject({
          state: 'open',
          autoMerge: 'enabled',
        });
      }
      await bench.subject.forge.setCommitStatus({
        repoUrl: bench.subject.repoUrl,
        sha: opened.headSha,
        context: 'fairlead/gates',
        state: 'success',
        description: 'All gates pass',
        url: 'https://portal.example',
      });
      const seen = await until(opened, pr => pr?.state === 'merged');
      expect(seen).toMatchObject({
        state: 'merged',
        mergeSha: await bench.subject.headOf('main'),
      });
      expect(seen?.autoMerge).toBeUndefined();
    });

    it('goes through the merge queue where the branch has one', async () => {
      if (!bench.subject.useMergeQueue) return;
      const queue = await bench.subject.useMergeQueue();
      const opened = await bench.subject.forge.openPullRequest(pullRequest());
      const now = await bench.subject.forge.mergePullRequest(merge(opened));
      expect(now.outcome).toBe('refused');
      expect(now.message).toContain('merge queue');
      if (queue.requires) {
        await bench.subject.forge.setCommitStatus({
          repoUrl: bench.subject.repoUrl,
          sha: opened.headSha,
          context: queue.requires,
          state: 'success',
          description: '',
          url: 'https://ci.example/1',
        });
      }
      for (const _ of [1, 2]) {
        expect(
          await bench.subject.forge.mergePullRequest(
            merge(opened, 'scheduled'),
          ),
        ).toMatchObject({ outcome: 'scheduled' });
      }
      expect(await see(opened)).toMatchObject({
        state: 'open',
        autoMerge: 'queued',
      });
      await queue.release();
      expect(await until(opened, pr => pr?.state === 'merged')).toMatchObject({
        state: 'merged',
      });
    });

    it('says that a pull request or repository is missing', async () => {
      for (const change of [
        { number: 9999 },
        { repoUrl: bench.subject.missingRepoUrl },
      ]) {
        await expect(
          bench.subject.forge.mergePullRequest({
            ...merge({ number: 1, headSha: bench.baseSha }),
            ...change,
          }),
        ).rejects.toMatchObject({ name: 'NotFoundError' });
      }
    });
  });
}

// A suite for others to run: it is exported, although it uses the globals of a test.
/* eslint-disable jest/no-export */
import { Forge, OpenPullRequestOptions } from '../forges/Forge';

/** A forge under test, with a repository of its own. @public */
export interface ForgeContractSubject {
  forge: Forge;
  /** An existing repository whose default branch is `main`, with at least one commit. */
  repoUrl: string;
  /** A repository URL on the same forge that does not exist. */
  missingRepoUrl: string;
  /** Writes files as one commit on a branch, which starts at the head of `main` when it is new. Returns the SHA. */
  commit(options: {
    branch: string;
    files: Record<string, string>;
    message: string;
  }): Promise<string>;
  /** Writes a file that is not text on `main`. Left out where the forge can't hold one. */
  commitBinary?(path: string): Promise<void>;
  /** Merges as a person would, and returns the commit that is on the base branch then. */
  merge(number: number): Promise<string>;
  headOf(branch: string): Promise<string | undefined>;
  /** What a pull request says of itself, and whom it asks for a review. `ada` and the team `acme/shop` can be asked. */
  describe(number: number): Promise<{ body: string; reviewers: string[] }>;
  /** Approves of the present head, as `ada` or `bob`. */
  approve(options: { number: number; by: 'ada' | 'bob' }): Promise<void>;
  /** Writes a comment as a person. */
  comment(options: { number: number; body: string }): Promise<void>;
  /** Bodies of all comments, oldest first. */
  commentsOf(number: number): Promise<string[]>;
  /** The statuses that count, of one commit. */
  statusesOf(sha: string): Promise<
    Array<{
      context: string;
      state: string;
      description: string;
      url: string;
    }>
  >;
  /** From now on, `main` requires a status of this context before a pull request is merged. */
  requireStatus(context: string): Promise<void>;
  /** From now on, the forge merges to `main` by itself what waits for a status. */
  allowAutoMerge(): Promise<void>;
  /** From now on, pull requests to `main` are merged by a queue, which holds them until `release`. Left out where the forge has none. */
  useMergeQueue?(): Promise<{
    /** Context of a status that they need before. */
    requires?: string;
    release(): Promise<void>;
  }>;
  /** Ends what `create` started. */
  close(): Promise<void>;
}

/**
 * What every {@link Forge} must keep, as a jest suite. `create` is called before each test.
 *
 * @public
 */
export function describeForgeContract(options: {
  name: string;
  create: () => Promise<ForgeContractSubject>;
}): void {
  describe(`${options.name} as a forge`, () => {
    let subject: ForgeContractSubject;
    let baseSha: string;

    beforeEach(async () => {
      subject = await options.create();
      baseSha = await subject.commit({
        branch: 'main',
        files: {
          'apps/shop/base/kustomization.yaml': 'resources: []\n',
          'apps/shop/prod/kustomization.yaml': 'newTag: "1.0.0"\r\n# ünï\n',
          'apps/shop/prod/a/b/c/d/deep.yaml': 'deep: true\n',
          'apps/shopping/values.yaml': 'other: 1\n',
        },
        message: 'Add shop\n\nWith a body.',
      });
    });
    afterEach(async () => subject.close());

    const prod = 'apps/shop/prod/kustomization.yaml';
    const pullRequest = (
      change: Partial<OpenPullRequestOptions> = {},
    ): OpenPullRequestOptions => ({
      repoUrl: subject.repoUrl,
      baseBranch: 'main',
      baseSha,
      headBranch: 'fairlead/promotion-1',
      commitMessage: 'Promote shop to prod',
      files: new Map([
        [prod, 'newTag: "1.1.0"\r\n# ünï\n'],
        ['apps/shop/prod/new.yaml', 'new: true\n'],
      ]),
      title: 'Promote shop 1.1.0 to prod',
      body: 'Why: **because**',
      labels: ['fairlead'],
      reviewers: [],
      ...change,
    });
    const read = (ref: string, files: string[]) =>
      subject.forge.readTree({
        repoUrl: subject.repoUrl,
        ref,
        files,
        directories: [],
      });

    describe('readTree', () => {
      it('reads files exactly and lists directories to any depth', async () => {
        const tree = await subject.forge.readTree({
          repoUrl: subject.repoUrl,
          ref: 'main',
          files: [prod, 'not/there.yaml'],
          directories: ['apps/shop', 'nowhere'],
        });
        expect(tree.commitSha).toBe(baseSha);
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
        await subject.commit({
          branch: 'other/branch',
          files: { 'file.txt': 'on the branch' },
          message: 'Branch',
        });
        const branch = await read('other/branch', ['file.txt']);
        expect(branch.files[0].content).toBe('on the branch');
        expect((await read(baseSha, ['file.txt'])).files).toEqual([]);
        expect(await read('HEAD', [])).toMatchObject({
          commitSha: baseSha,
          defaultBranch: 'main',
        });
        const root = await subject.forge.readTree({
          repoUrl: subject.repoUrl,
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
          subject.forge.readTree({
            repoUrl: subject.missingRepoUrl,
            ref: 'main',
            files: [],
            directories: [],
          }),
        ).rejects.toMatchObject({ name: 'NotFoundError' });
      });

      it('refuses a file that is not text', async () => {
        if (!subject.commitBinary) return;
        await subject.commitBinary('logo.png');
        await expect(read('main', ['logo.png'])).rejects.toMatchObject({
          name: 'InputError',
          message: expect.stringContaining('logo.png'),
        });
      });
    });

    describe('openPullRequest', () => {
      it('writes the files as one commit on a new branch, and leaves the base alone', async () => {
        const opened = await subject.forge.openPullRequest(pullRequest());
        expect(opened).toMatchObject({
          number: expect.any(Number),
          title: 'Promote shop 1.1.0 to prod',
          state: 'open',
          headBranch: 'fairlead/promotion-1',
          headSha: await subject.headOf('fairlead/promotion-1'),
          checks: 'none',
        });
        expect(opened.url).toContain(`/${opened.number}`);
        expect(await subject.headOf('main')).toBe(baseSha);

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
        const commits = await subject.forge.compare({
          repoUrl: subject.repoUrl,
          base: 'main',
          head: opened.headBranch,
          limit: 10,
        });
        expect(commits?.map(c => c.message)).toEqual(['Promote shop to prod']);
      });

      it('finds its own pull request again, whatever became of it', async () => {
        const first = await subject.forge.openPullRequest(pullRequest());
        const again = await subject.forge.openPullRequest(pullRequest());
        expect(again).toMatchObject({ number: first.number, state: 'open' });

        await subject.forge.closePullRequest({
          repoUrl: subject.repoUrl,
          number: first.number,
          comment: 'Cancelled',
          deleteBranchAt: first.headSha,
        });
        expect(
          await subject.forge.openPullRequest(pullRequest()),
        ).toMatchObject({ number: first.number, state: 'closed' });
        expect(await subject.headOf(first.headBranch)).toBeUndefined();
      });

      it('opens one pull request when asked twice at once', async () => {
        const results = await Promise.allSettled([
          subject.forge.openPullRequest(pullRequest()),
          subject.forge.openPullRequest(pullRequest()),
        ]);
        const opened = results.flatMap(result =>
          result.status === 'fulfilled' ? [result.value.number] : [],
        );
        expect(new Set(opened).size).toBe(1);
      });

      it('goes on from a branch with the same content', async () => {
        const head = await subject.commit({
          branch: 'fairlead/promotion-1',
          files: Object.fromEntries(pullRequest().files),
          message: 'Promote shop to prod',
        });
        expect(
          await subject.forge.openPullRequest(pullRequest()),
        ).toMatchObject({ state: 'open', headSha: head });
      });

      it('refuses a branch with other content and does not touch it', async () => {
        const head = await subject.commit({
          branch: 'fairlead/promotion-1',
          files: { 'README.md': 'Somebody else' },
          message: 'Not ours',
        });
        await expect(
          subject.forge.openPullRequest(pullRequest()),
        ).rejects.toMatchObject({
          name: 'ConflictError',
          message: expect.stringContaining('fairlead/promotion-1'),
        });
        expect(await subject.headOf('fairlead/promotion-1')).toBe(head);
      });

      it('writes on the commit that it was given, although the base has moved', async () => {
        await subject.commit({
          branch: 'main',
          files: { 'apps/shopping/values.yaml': 'other: 2\n' },
          message: 'Meanwhile',
        });
        const opened = await subject.forge.openPullRequest(pullRequest());
        const there = await read(opened.headSha, ['apps/shopping/values.yaml']);
        expect(there.files[0].content).toBe('other: 1\n');
        await subject.merge(opened.number);
        const merged = await read('main', [prod, 'apps/shopping/values.yaml']);
        expect(merged.files.map(file => file.content)).toEqual([
          'newTag: "1.1.0"\r\n# ünï\n',
          'other: 2\n',
        ]);
      });

      it('says that a base branch or repository is missing', async () => {
        for (const change of [
          { baseBranch: 'gone' },
          { repoUrl: subject.missingRepoUrl },
        ]) {
          await expect(
            subject.forge.openPullRequest(pullRequest(change)),
          ).rejects.toMatchObject({ name: 'NotFoundError' });
        }
      });
    });

    describe('pull requests later', () => {
      it('reads many in order, and undefined for what is not there', async () => {
        const one = await subject.forge.openPullRequest(pullRequest());
        const two = await subject.forge.openPullRequest(
          pullRequest({
            headBranch: 'fairlead/promotion-2',
            commitMessage: 'Two',
            title: 'Two',
          }),
        );
        const mergeSha = await subject.merge(one.number);
        const { repoUrl } = subject;
        const answer = await subject.forge.readPullRequests([
          { repoUrl, number: two.number },
          { repoUrl, number: 9999 },
          { repoUrl: subject.missingRepoUrl, number: 1 },
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
        expect(await subject.forge.readPullRequests([])).toEqual([]);
      });

      it('closes once, keeps a branch that has moved, and accepts what is closed', async () => {
        const opened = await subject.forge.openPullRequest(pullRequest());
        const close = {
          repoUrl: subject.repoUrl,
          number: opened.number,
          comment: 'Cancelled by Ada',
        };
        await subject.forge.closePullRequest({
          ...close,
          deleteBranchAt: baseSha,
        });
        const [closed] = await subject.forge.readPullRequests([close]);
        expect(closed).toMatchObject({
          state: 'closed',
          closedBy: expect.any(String),
        });
        expect(closed?.mergeSha).toBeUndefined();
        expect(await subject.headOf(opened.headBranch)).toBe(opened.headSha);
        await subject.forge.closePullRequest({
          ...close,
          deleteBranchAt: opened.headSha,
        });
        expect(await subject.headOf(opened.headBranch)).toBeUndefined();
        await expect(
          subject.forge.closePullRequest({ ...close, number: 9999 }),
        ).rejects.toMatchObject({ name: 'NotFoundError' });
      });
    });

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
        subject.commit({
          branch: 'main',
          files: { 'apps/shopping/values.yaml': 'other: 2\n' },
          message: 'Meanwhile',
        });
      const files = new Map([[prod, 'newTag: "1.2.0"\r\n# ünï\n']]);

      it('puts one commit on the new base in place of what was there, in the same pull request', async () => {
        const opened = await subject.forge.openPullRequest(pullRequest());
        const newBase = await moveBase();
        const answer = await subject.forge.updatePullRequest(
          update(opened, { baseSha: newBase, files }),
        );
        expect(answer.refused).toBeUndefined();
        expect(answer.pullRequest).toMatchObject({
          number: opened.number,
          state: 'open',
          title: 'Promote shop 1.2.0 to prod',
          headBranch: opened.headBranch,
          headSha: await subject.headOf(opened.headBranch),
          checks: 'none',
        });
        expect(answer.pullRequest.headSha).not.toBe(opened.headSha);
        expect(await subject.describe(opened.number)).toMatchObject({
          body: 'Made again',
        });
        const { repoUrl, forge } = subject;
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
        const opened = await subject.forge.openPullRequest(pullRequest());
        const again = update(opened, { baseSha: await moveBase(), files });
        const first = await subject.forge.updatePullRequest(again);
        const second = await subject.forge.updatePullRequest(again);
        expect(second.refused).toBeUndefined();
        expect(second.pullRequest).toMatchObject({
          number: opened.number,
          title: 'Promote shop 1.2.0 to prod',
          headSha: first.pullRequest.headSha,
        });
        expect(await subject.headOf(opened.headBranch)).toBe(
          first.pullRequest.headSha,
        );
      });

      it('leaves a branch alone that somebody has pushed to', async () => {
        const opened = await subject.forge.openPullRequest(pullRequest());
        const theirs = await subject.commit({
          branch: opened.headBranch,
          files: { [prod]: 'newTag: "by hand"\n' },
          message: 'By hand',
        });
        const newBase = await moveBase();
        const answer = await subject.forge.updatePullRequest(
          update(opened, { baseSha: newBase, files }),
        );
        expect(answer).toMatchObject({
          refused: 'pushed-by-others',
          pullRequest: { number: opened.number, headSha: theirs },
        });
        expect(await subject.headOf(opened.headBranch)).toBe(theirs);
        expect(await subject.describe(opened.number)).toMatchObject({
          body: 'Why: **because**',
        });
      });

      it('changes nothing of one that is not open any more', async () => {
        const opened = await subject.forge.openPullRequest(pullRequest());
        await subject.merge(opened.number);
        const newBase = await moveBase();
        const answer = await subject.forge.updatePullRequest(
          update(opened, { baseSha: newBase, files }),
        );
        expect(answer.pullRequest).toMatchObject({
          number: opened.number,
          state: 'merged',
          title: 'Promote shop 1.1.0 to prod',
        });
        expect(await subject.headOf('main')).toBe(newBase);
      });

      it('says what is missing', async () => {
        const opened = await subject.forge.openPullRequest(pullRequest());
        for (const change of [
          { number: 9999 },
          { baseSha: '0123456789'.repeat(4) },
          { repoUrl: subject.missingRepoUrl },
        ]) {
          await expect(
            subject.forge.updatePullRequest({ ...update(opened), ...change }),
          ).rejects.toMatchObject({ name: 'NotFoundError' });
        }
      });
    });

    describe('mergePullRequest', () => {
      const merge = (
        opened: { number: number; headSha: string },
        how: 'now' | 'scheduled' = 'now',
      ) => ({
        repoUrl: subject.repoUrl,
        number: opened.number,
        expectedHeadSha: opened.headSha,
        how,
        title: 'Promote shop 1.1.0 to prod (#1)',
        message: 'Promotion-Id: 42\nRequested-By: user:default/ada',
      });
      const see = async ({ number }: { number: number }) => {
        const { repoUrl, forge } = subject;
        const [seen] = await forge.readPullRequests([{ repoUrl, number }]);
        return seen;
      };
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
        const opened = await subject.forge.openPullRequest(pullRequest());
        const answer = await subject.forge.mergePullRequest(merge(opened));
        expect(answer).toMatchObject({ outcome: 'merged' });
        const seen = await see(opened);
        expect(seen).toMatchObject({
          state: 'merged',
          mergeSha: await subject.headOf('main'),
        });
        const { repoUrl, forge } = subject;
        const [commit] = await forge.readCommits({
          repoUrl,
          shas: [seen?.mergeSha ?? ''],
        });
        expect(commit.message).toBe('Promote shop 1.1.0 to prod (#1)');
        expect(
          (await read('main', [prod])).files.map(({ content }) => content),
        ).toEqual(['newTag: "1.1.0"\r\n# ünï\n']);

        for (const how of ['now', 'scheduled'] as const) {
          expect(
            await forge.mergePullRequest(merge(opened, how)),
          ).toMatchObject({ outcome: 'merged' });
        }
        expect(await subject.headOf('main')).toBe(seen?.mergeSha);
      });

      it.each(['now', 'scheduled'] as const)(
        'refuses (%s) a head that is another one, and one that is closed',
        async how => {
          const opened = await subject.forge.openPullRequest(pullRequest());
          await subject.commit({
            branch: opened.headBranch,
            files: { 'more.txt': 'more' },
            message: 'More',
          });
          const moved = await subject.forge.mergePullRequest(
            merge(opened, how),
          );
          expect(moved).toMatchObject({ outcome: 'refused' });
          expect(moved.message).toMatch(/head/i);
          expect(await subject.headOf('main')).toBe(baseSha);

          await subject.forge.closePullRequest({
            repoUrl: subject.repoUrl,
            number: opened.number,
            comment: 'Closed',
          });
          const closed = await subject.forge.mergePullRequest(
            merge(opened, how),
          );
          expect(closed).toMatchObject({ outcome: 'refused' });
          expect(closed.message).toMatch(/closed/i);
        },
      );

      it('refuses, with the reason, while a required status is missing, and merges when it is there', async () => {
        await subject.requireStatus('fairlead/gates');
        const opened = await subject.forge.openPullRequest(pullRequest());
        const { repoUrl, forge } = subject;
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
        expect(await subject.headOf('main')).toBe(baseSha);
        expect(await see(opened)).toMatchObject({ state: 'open' });
        await set('success');
        expect(await forge.mergePullRequest(merge(opened))).toMatchObject({
          outcome: 'merged',
        });
      });

      it('refuses a conflict', async () => {
        const opened = await subject.forge.openPullRequest(pullRequest());
        await subject.commit({
          branch: 'main',
          files: { [prod]: 'newTag: "0.9.0"\n' },
          message: 'Theirs',
        });
        const answer = await subject.forge.mergePullRequest(merge(opened));
        expect(answer.outcome).toBe('refused');
        expect(await see(opened)).toMatchObject({ state: 'open' });
      });

      it('merges at once what is scheduled and has nothing to wait for, and refuses to wait where the forge can not', async () => {
        const opened = await subject.forge.openPullRequest(pullRequest());
        await subject.requireStatus('ci');
        expect(
          await subject.forge.mergePullRequest(merge(opened, 'scheduled')),
        ).toMatchObject({ outcome: 'refused' });
        await subject.allowAutoMerge();
        await subject.forge.setCommitStatus({
          repoUrl: subject.repoUrl,
          sha: opened.headSha,
          context: 'ci',
          state: 'success',
          description: '',
          url: 'https://ci.example/1',
        });
        expect(
          await subject.forge.mergePullRequest(merge(opened, 'scheduled')),
        ).toMatchObject({ outcome: 'merged' });
      });

      it('schedules once, and the forge merges when it can', async () => {
        await subject.requireStatus('fairlead/gates');
        await subject.allowAutoMerge();
        const opened = await subject.forge.openPullRequest(pullRequest());
        for (const _ of [1, 2]) {
          expect(
            await subject.forge.mergePullRequest(merge(opened, 'scheduled')),
          ).toMatchObject({ outcome: 'scheduled' });
          expect(await see(opened)).toMatchObject({
            state: 'open',
            autoMerge: 'enabled',
          });
        }
        await subject.forge.setCommitStatus({
          repoUrl: subject.repoUrl,
          sha: opened.headSha,
          context: 'fairlead/gates',
          state: 'success',
          description: 'All gates pass',
          url: 'https://portal.example',
        });
        const seen = await until(opened, pr => pr?.state === 'merged');
        expect(seen).toMatchObject({
          state: 'merged',
          mergeSha: await subject.headOf('main'),
        });
        expect(seen?.autoMerge).toBeUndefined();
      });

      it('goes through the merge queue where the branch has one', async () => {
        if (!subject.useMergeQueue) return;
        const queue = await subject.useMergeQueue();
        const opened = await subject.forge.openPullRequest(pullRequest());
        const now = await subject.forge.mergePullRequest(merge(opened));
        expect(now.outcome).toBe('refused');
        expect(now.message).toContain('merge queue');
        if (queue.requires) {
          await subject.forge.setCommitStatus({
            repoUrl: subject.repoUrl,
            sha: opened.headSha,
            context: queue.requires,
            state: 'success',
            description: '',
            url: 'https://ci.example/1',
          });
        }
        for (const _ of [1, 2]) {
          expect(
            await subject.forge.mergePullRequest(merge(opened, 'scheduled')),
          ).toMatchObject({ outcome: 'scheduled' });
        }
        expect(await see(opened)).toMatchObject({
          state: 'open',
          autoMerge: 'queued',
        });
        await queue.release();
        expect(await until(opened, pr => pr?.state === 'merged')).toMatchObject(
          { state: 'merged' },
        );
      });

      it('says that a pull request or repository is missing', async () => {
        for (const change of [
          { number: 9999 },
          { repoUrl: subject.missingRepoUrl },
        ]) {
          await expect(
            subject.forge.mergePullRequest({
              ...merge({ number: 1, headSha: baseSha }),
              ...change,
            }),
          ).rejects.toMatchObject({ name: 'NotFoundError' });
        }
      });
    });

    describe('what is shown on a pull request', () => {
      const status = {
        context: 'fairlead/gates',
        description: 'Waits for 2 gates',
        url: 'https://portal.example/promotions/42',
      };
      const see = async (number: number) => {
        const { repoUrl, forge } = subject;
        const [seen] = await forge.readPullRequests([{ repoUrl, number }]);
        return seen;
      };

      it('has the last status of each context, cut to what fits', async () => {
        const { headSha } = await subject.forge.openPullRequest(pullRequest());
        const set = { repoUrl: subject.repoUrl, sha: headSha, ...status };
        const { forge } = subject;
        await forge.setCommitStatus({ ...set, state: 'pending' });
        await forge.setCommitStatus({
          ...set,
          context: 'fairlead/other',
          state: 'failure',
          description: `Too long: ${'🚀'.repeat(200)}`,
        });
        await forge.setCommitStatus({ ...set, state: 'success' });
        const there = await subject.statusesOf(headSha);
        expect(there).toHaveLength(2);
        expect(there).toContainEqual({ ...status, state: 'success' });
        const other = there.find(({ state }) => state === 'failure');
        expect(other?.description).toMatch(/^Too long: (🚀)+…$/u);
        expect([...(other?.description ?? '')]).toHaveLength(140);
      });

      it('does not count the statuses of Fairlead among the checks', async () => {
        const opened = await subject.forge.openPullRequest(pullRequest());
        const set = { repoUrl: subject.repoUrl, sha: opened.headSha };
        for (const state of ['pending', 'failure', 'success'] as const) {
          await subject.forge.setCommitStatus({ ...set, ...status, state });
          expect(await see(opened.number)).toMatchObject({ checks: 'none' });
        }
      });

      it('refuses a status of a commit that is not there', async () => {
        for (const change of [
          { sha: '0123456789'.repeat(4) },
          { repoUrl: subject.missingRepoUrl },
        ]) {
          await expect(
            subject.forge.setCommitStatus({
              repoUrl: subject.repoUrl,
              sha: baseSha,
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
        const { number } = await subject.forge.openPullRequest(pullRequest());
        const marker = '<!-- fairlead:promotion:42 -->';
        const write = async (body: string, of = marker) =>
          subject.forge.writeComment({
            repoUrl: subject.repoUrl,
            number,
            marker: of,
            body,
          });
        await subject.comment({ number, body: `I quote: ${marker}` });
        await write(`First ${marker}`);
        await write('Another', '<!-- fairlead:promotion:43 -->');
        await write(`Second ${marker}`);
        await write(`Second ${marker}`);
        await write('Third');
        const comments = await subject.commentsOf(number);
        expect([...comments].sort()).toEqual([
          'Another\n\n<!-- fairlead:promotion:43 -->',
          `I quote: ${marker}`,
          `Third\n\n${marker}`,
        ]);
        await expect(
          subject.forge.writeComment({
            repoUrl: subject.repoUrl,
            number: 9999,
            marker,
            body: 'Nowhere',
          }),
        ).rejects.toMatchObject({ name: 'NotFoundError' });
      });

      it('counts the people who approve of the present head', async () => {
        const opened = await subject.forge.openPullRequest(pullRequest());
        const { number } = opened;
        expect(opened.approvals ?? 0).toBe(0);
        expect(await see(number)).toMatchObject({
          approvals: 0,
          baseSha,
          review: 'none',
        });
        await subject.approve({ number, by: 'ada' });
        await subject.approve({ number, by: 'ada' });
        expect(await see(number)).toMatchObject({
          approvals: 1,
          review: 'approved',
        });
        await subject.approve({ number, by: 'bob' });
        expect(await see(number)).toMatchObject({ approvals: 2 });
        await subject.commit({
          branch: opened.headBranch,
          files: { 'more.txt': 'more' },
          message: 'More',
        });
        expect(await see(number)).toMatchObject({ approvals: 0 });
        await subject.approve({ number, by: 'bob' });
        expect(await see(number)).toMatchObject({ approvals: 1 });
      });

      it('asks people and teams for a review, and does not fail for one who is unknown', async () => {
        const { number } = await subject.forge.openPullRequest(
          pullRequest({
            reviewers: ['nobody-of-this-name', 'ada', 'acme/shop', 'acme/none'],
          }),
        );
        const { reviewers } = await subject.describe(number);
        expect(reviewers).toEqual(expect.arrayContaining(['ada', 'acme/shop']));
      });
    });

    describe('directories', () => {
      const idsAt = async (ref: string, directories: string[]) =>
        subject.forge.readDirectoryIds({
          repoUrl: subject.repoUrl,
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
        await subject.commit({
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
          subject.forge.readDirectoryIds({
            repoUrl: subject.missingRepoUrl,
            ref: 'main',
            directories: ['apps'],
          }),
        ).rejects.toMatchObject({ name: 'NotFoundError' });
      });

      it('take the place of what is there, and of what is not, next to files', async () => {
        await subject.commit({
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
        const opened = await subject.forge.openPullRequest(
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
          const { paths } = await subject.forge.readTree({
            repoUrl: subject.repoUrl,
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
        const updated = await subject.forge.updatePullRequest({
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
        await subject.merge(number);
        expect(await idsAt('main', ['apps/shop/prod'])).toEqual(
          new Map([['apps/shop/prod', staging]]),
        );
      });
    });

    describe('history', () => {
      it('knows ancestors', async () => {
        const side = await subject.commit({
          branch: 'side',
          files: { 'side.txt': '1' },
          message: 'Side',
        });
        const next = await subject.commit({
          branch: 'main',
          files: { 'next.txt': '1' },
          message: 'Next',
        });
        const { repoUrl, forge } = subject;
        const isAncestor = (ancestor: string, descendant: string) =>
          forge.isAncestor({ repoUrl, ancestor, descendant });
        expect(await isAncestor(baseSha, next)).toBe(true);
        expect(await isAncestor(next, next)).toBe(true);
        expect(await isAncestor(next, baseSha)).toBe(false);
        expect(await isAncestor(side, next)).toBe(false);
        await expect(
          isAncestor('0123456789'.repeat(4), next),
        ).rejects.toMatchObject({ name: 'NotFoundError' });
      });

      it('reads commits and leaves out unknown ones', async () => {
        const { repoUrl, forge } = subject;
        const commits = await forge.readCommits({
          repoUrl,
          shas: ['0123456789'.repeat(4), baseSha],
        });
        expect(commits).toEqual([
          expect.objectContaining({
            repoUrl,
            sha: baseSha,
            url: forge.commitUrl({ repoUrl, sha: baseSha }),
            author: expect.any(String),
            message: 'Add shop',
          }),
        ]);
        expect(new Date(commits[0].date).getTime()).not.toBeNaN();
        expect(await forge.readCommits({ repoUrl, shas: [] })).toEqual([]);
      });

      it('compares oldest first, up to a limit', async () => {
        for (const n of ['1', '2', '3']) {
          await subject.commit({
            branch: 'main',
            files: { 'n.txt': n },
            message: `Step ${n}`,
          });
        }
        const { repoUrl, forge } = subject;
        const compare = async (base: string, head: string, limit: number) =>
          (await forge.compare({ repoUrl, base, head, limit }))?.map(
            commit => commit.message,
          );
        expect(await compare(baseSha, 'main', 10)).toEqual([
          'Step 1',
          'Step 2',
          'Step 3',
        ]);
        expect(await compare(baseSha, 'main', 2)).toHaveLength(2);
        expect(await compare('main', baseSha, 10)).toEqual([]);
        expect(await compare('v0.0.0', 'main', 10)).toBeUndefined();
      });
    });
  });
}

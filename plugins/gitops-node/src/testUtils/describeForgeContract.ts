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

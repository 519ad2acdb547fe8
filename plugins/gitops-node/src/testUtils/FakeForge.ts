import { ConflictError, NotFoundError } from '@backstage/errors';
import { PullRequest } from '@fairlead/backstage-plugin-gitops-common';
import { Forge, OpenPullRequestOptions } from '../forges/Forge';
import { mergeFake, mergeScheduled } from './fakeMerge';
import { holds, updateFake, viewOf } from './fakePullRequest';
import { FakeRepository } from './FakeRepository';
import { blobShaOf } from './fakeTrees';

type ForgeMethod = Exclude<keyof Forge, 'commitUrl'>;

/** A call that {@link FakeForge} received. @public */
export interface FakeForgeCall {
  method: ForgeMethod;
  options: unknown;
}

/** What {@link FakeForge.changePullRequest} can change. @public */
export type FakePullRequestChange = Partial<
  Pick<
    PullRequest,
    | 'checks'
    | 'review'
    | 'mergeable'
    | 'state'
    | 'closedBy'
    | 'draft'
    | 'autoMerge'
  >
>;

/**
 * A forge in memory, for tests of what is built on {@link Forge}. It passes the same contract suite as the real ones.
 *
 * @remarks
 * Everything under `repository(…)` is the test's side: commit, merge, look at pull requests. `failNext` makes the
 * next call of a method fail, before or after its effect.
 *
 * @public
 */
export class FakeForge implements Forge {
  readonly calls: FakeForgeCall[] = [];
  /** Comments of the portal, by `repoUrl#number`. */
  readonly comments = new Map<string, string[]>();
  readonly peoplesComments = new Map<string, string[]>();
  /** How pull requests were opened, with labels and reviewers asked for, by `repoUrl#number`. */
  readonly opened = new Map<string, OpenPullRequestOptions>();
  readonly #repositories = new Map<string, FakeRepository>();
  readonly #failures = new Map<
    ForgeMethod,
    Array<{ error: Error; afterEffect: boolean }>
  >();

  /** Creates a repository with one commit on its default branch. */
  createRepository(options: {
    repoUrl: string;
    defaultBranch?: string;
    files?: Record<string, string>;
  }): FakeRepository {
    const branch = options.defaultBranch ?? 'main';
    const repository = new FakeRepository(options.repoUrl, branch);
    repository.commit({
      parents: [],
      files: new Map(Object.entries(options.files ?? {})),
      message: 'First commit',
      branch,
    });
    this.#repositories.set(options.repoUrl, repository);
    return repository;
  }

  /** Throws NotFoundError. */
  repository(repoUrl: string): FakeRepository {
    const repository = this.#repositories.get(repoUrl);
    if (!repository) {
      throw new NotFoundError(
        `There is no repository ${repoUrl}, or no access to it`,
      );
    }
    return repository;
  }

  /** Makes the next call of a method fail; `afterEffect` when it did what it was asked first. */
  failNext(
    method: ForgeMethod,
    failure: { error: Error; afterEffect?: boolean },
  ): void {
    const { error, afterEffect = false } = failure;
    this.#failures.set(method, [
      ...(this.#failures.get(method) ?? []),
      { error, afterEffect },
    ]);
  }

  /** Changes what the forge says of a pull request: checks, review, mergeable, or closed by a person. One that is scheduled is merged when it can be. */
  changePullRequest(
    options: { repoUrl: string; number: number } & FakePullRequestChange,
  ): void {
    const { repoUrl, number, ...change } = options;
    const repository = this.repository(repoUrl);
    const before = repository.pullRequestOf(number);
    repository.pullRequests.set(number, { ...before, ...change });
    mergeScheduled(repository);
  }

  /** Approves, as a person, of what the pull request has now. */
  approve(options: { repoUrl: string; number: number; by: string }): void {
    const { repoUrl, number, by } = options;
    const repository = this.repository(repoUrl);
    const before = repository.pullRequestOf(number);
    const head = repository.commitOf(before.headBranch).sha;
    const approvedBy = new Map([...before.approvedBy, [by, head]]);
    repository.pullRequests.set(number, {
      ...before,
      approvedBy,
      review: 'approved',
    });
    mergeScheduled(repository);
  }

  /** Writes a comment, as a person. */
  comment(options: { repoUrl: string; number: number; body: string }): void {
    const { repoUrl, number, body } = options;
    const key = `${repoUrl}#${number}`;
    this.peoplesComments.set(key, [
      ...(this.peoplesComments.get(key) ?? []),
      body,
    ]);
  }

  async readTree(options: Parameters<Forge['readTree']>[0]) {
    return this.#answer('readTree', options, () => {
      const repository = this.repository(options.repoUrl);
      const commit = repository.commitOf(options.ref);
      const files = [...new Set(options.files)].flatMap(path => {
        const content = commit.files.get(path);
        return content === undefined
          ? []
          : [{ path, blobSha: blobShaOf(content), content }];
      });
      const paths = [...commit.files.keys()].filter(path =>
        options.directories.some(
          directory => directory === '' || path.startsWith(`${directory}/`),
        ),
      );
      return {
        commitSha: commit.sha,
        ...(options.ref === 'HEAD' && {
          defaultBranch: repository.defaultBranch,
        }),
        files,
        paths: paths.sort(),
      };
    });
  }

  async openPullRequest(options: OpenPullRequestOptions) {
    return this.#answer('openPullRequest', options, () => {
      const repository = this.repository(options.repoUrl);
      repository.commitOf(options.baseBranch);
      const base = repository.commitOf(options.baseSha);
      const existing = [...repository.pullRequests.values()]
        .reverse()
        .find(pr => pr.headBranch === options.headBranch);
      if (existing) return viewOf(repository, existing);

      const head = repository.branches.get(options.headBranch);
      if (head) {
        if (!holds({ repository, head, options })) {
          throw new ConflictError(
            `${options.repoUrl} has a branch ${options.headBranch} with other content`,
          );
        }
      } else {
        repository.commit({
          parents: [base.sha],
          directories: options.directories,
          files: options.files,
          message: options.commitMessage,
          author: 'Fairlead',
          branch: options.headBranch,
        });
      }

      const number = repository.pullRequests.size + 1;
      const pullRequest = {
        number,
        url: `${options.repoUrl}/pull/${number}`,
        title: options.title,
        body: options.body,
        state: 'open' as const,
        headBranch: options.headBranch,
        headSha: repository.commitOf(options.headBranch).sha,
        mergeable: 'mergeable' as const,
        checks: 'none' as const,
        review: 'none' as const,
        base: options.baseBranch,
        approvedBy: new Map<string, string>(),
      };
      repository.pullRequests.set(number, pullRequest);
      this.opened.set(`${options.repoUrl}#${number}`, options);
      return viewOf(repository, pullRequest);
    });
  }

  async readPullRequests(requests: Parameters<Forge['readPullRequests']>[0]) {
    return this.#answer('readPullRequests', requests, () =>
      requests.map(({ repoUrl, number }) => {
        const repository = this.#repositories.get(repoUrl);
        const found = repository?.pullRequests.get(number);
        return repository && found && viewOf(repository, found);
      }),
    );
  }

  async closePullRequest(options: Parameters<Forge['closePullRequest']>[0]) {
    return this.#answer('closePullRequest', options, () => {
      const { repoUrl, number, comment, deleteBranchAt } = options;
      const repository = this.repository(repoUrl);
      const { state, headBranch } = repository.pullRequestOf(number);
      if (state === 'open') {
        const key = `${repoUrl}#${number}`;
        if (comment) {
          this.comments.set(key, [...(this.comments.get(key) ?? []), comment]);
        }
        const headSha = repository.commitOf(headBranch).sha;
        repository.pullRequests.set(number, {
          ...repository.pullRequestOf(number),
          state: 'closed',
          closedBy: 'fairlead[bot]',
          headSha,
          autoMerge: undefined,
        });
      }
      if (
        state !== 'merged' &&
        deleteBranchAt &&
        repository.branches.get(headBranch) === deleteBranchAt
      ) {
        repository.branches.delete(headBranch);
      }
    });
  }

  async updatePullRequest(options: Parameters<Forge['updatePullRequest']>[0]) {
    return this.#answer('updatePullRequest', options, () =>
      updateFake({ repository: this.repository(options.repoUrl), options }),
    );
  }

  async mergePullRequest(options: Parameters<Forge['mergePullRequest']>[0]) {
    return this.#answer('mergePullRequest', options, () =>
      mergeFake({ repository: this.repository(options.repoUrl), options }),
    );
  }

  async setCommitStatus(options: Parameters<Forge['setCommitStatus']>[0]) {
    return this.#answer('setCommitStatus', options, () => {
      const { repoUrl, context, state, description, url } = options;
      const repository = this.repository(repoUrl);
      const { sha } = repository.commitOf(options.sha);
      const ofCommit = repository.statuses.get(sha) ?? new Map();
      ofCommit.set(context, {
        state,
        description: shortened(description),
        url,
      });
      repository.statuses.set(sha, ofCommit);
      mergeScheduled(repository);
    });
  }

  async writeComment(options: Parameters<Forge['writeComment']>[0]) {
    return this.#answer('writeComment', options, () => {
      const { repoUrl, number, marker } = options;
      this.repository(repoUrl).pullRequestOf(number);
      const key = `${repoUrl}#${number}`;
      const own = [...(this.comments.get(key) ?? [])];
      const body = options.body.includes(marker)
        ? options.body
        : `${options.body}\n\n${marker}`;
      const index = own.findIndex(comment => comment.includes(marker));
      own.splice(index < 0 ? own.length : index, 1, body);
      this.comments.set(key, own);
    });
  }

  async readDirectoryIds(options: Parameters<Forge['readDirectoryIds']>[0]) {
    return this.#answer('readDirectoryIds', options, () => {
      const repository = this.repository(options.repoUrl);
      repository.commitOf(options.ref);
      return new Map(
        options.directories.flatMap(directory => {
          const id = repository.directoryId(options.ref, directory);
          return id === undefined ? [] : [[directory, id] as const];
        }),
      );
    });
  }

  async isAncestor(options: Parameters<Forge['isAncestor']>[0]) {
    return this.#answer('isAncestor', options, () => {
      const repository = this.repository(options.repoUrl);
      const { sha } = repository.commitOf(options.ancestor);
      return repository.history(options.descendant).some(c => c.sha === sha);
    });
  }

  async readCommits(options: Parameters<Forge['readCommits']>[0]) {
    return this.#answer('readCommits', options, () => {
      const repository = this.repository(options.repoUrl);
      return [...new Set(options.shas)].flatMap(sha => {
        const commit = repository.commits.get(sha);
        return commit ? [repository.summaryOf(commit)] : [];
      });
    });
  }

  async compare(options: Parameters<Forge['compare']>[0]) {
    return this.#answer('compare', options, () => {
      const repository = this.repository(options.repoUrl);
      if (!repository.resolve(options.base)) return undefined;
      if (!repository.resolve(options.head)) return undefined;
      const old = new Set(repository.history(options.base).map(c => c.sha));
      return repository
        .history(options.head)
        .filter(commit => !old.has(commit.sha))
        .reverse()
        .slice(0, options.limit)
        .map(commit => repository.summaryOf(commit));
    });
  }

  commitUrl(options: { repoUrl: string; sha: string }): string {
    return `${options.repoUrl}/commit/${options.sha}`;
  }

  #answer<T>(method: ForgeMethod, options: unknown, act: () => T): T {
    this.calls.push({ method, options });
    const failure = this.#failures.get(method)?.shift();
    if (failure && !failure.afterEffect) throw failure.error;
    const result = act();
    if (failure) throw failure.error;
    return result;
  }
}

/** As forges do that hold 140 characters. */
function shortened(text: string): string {
  const characters = [...text];
  return characters.length <= 140
    ? text
    : `${characters.slice(0, 139).join('')}…`;
}

import { ConflictError, NotFoundError } from '@backstage/errors';
import { PullRequest } from '@fairlead/backstage-plugin-gitops-common';
import { Forge, OpenPullRequestOptions } from '../forges/Forge';
import { blobShaOf, FakeRepository } from './FakeRepository';

type ForgeMethod = Exclude<keyof Forge, 'commitUrl'>;

/** A call that {@link FakeForge} received. @public */
export interface FakeForgeCall {
  method: ForgeMethod;
  options: unknown;
}

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
  /** Comments written by `closePullRequest`, and labels and reviewers asked for, by `repoUrl#number`. */
  readonly comments = new Map<string, string[]>();
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

  /** Changes what the forge says of a pull request: checks, review, mergeable, or closed by a person. */
  updatePullRequest(
    options: { repoUrl: string; number: number } & Partial<
      Pick<
        PullRequest,
        'checks' | 'review' | 'mergeable' | 'state' | 'closedBy'
      >
    >,
  ): void {
    const { repoUrl, number, ...change } = options;
    const repository = this.repository(repoUrl);
    const before = repository.pullRequestOf(number);
    repository.pullRequests.set(number, { ...before, ...change });
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
      if (existing) return withoutBase(existing);

      const head = repository.branches.get(options.headBranch);
      if (head) {
        const there = repository.commitOf(head).files;
        const wanted = new Map([...base.files, ...options.files]);
        const same =
          repository.commitOf(head).parents[0] === base.sha &&
          there.size === wanted.size &&
          [...wanted].every(([path, text]) => there.get(path) === text);
        if (!same) {
          throw new ConflictError(
            `${options.repoUrl} has a branch ${options.headBranch} with other content`,
          );
        }
      } else {
        repository.commit({
          parents: [base.sha],
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
        state: 'open' as const,
        headBranch: options.headBranch,
        headSha: repository.commitOf(options.headBranch).sha,
        mergeable: 'mergeable' as const,
        checks: 'none' as const,
        review: 'none' as const,
        base: options.baseBranch,
      };
      repository.pullRequests.set(number, pullRequest);
      this.opened.set(`${options.repoUrl}#${number}`, options);
      return withoutBase(pullRequest);
    });
  }

  async readPullRequests(requests: Parameters<Forge['readPullRequests']>[0]) {
    return this.#answer('readPullRequests', requests, () =>
      requests.map(({ repoUrl, number }) => {
        const found = this.#repositories.get(repoUrl)?.pullRequests.get(number);
        return found && withoutBase(found);
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
        this.comments.set(key, [...(this.comments.get(key) ?? []), comment]);
        this.updatePullRequest({
          repoUrl,
          number,
          state: 'closed',
          closedBy: 'fairlead[bot]',
        });
      }
      if (
        deleteBranchAt &&
        repository.branches.get(headBranch) === deleteBranchAt
      ) {
        repository.branches.delete(headBranch);
      }
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

function withoutBase({
  base: _,
  ...pullRequest
}: PullRequest & { base: string }): PullRequest {
  return pullRequest;
}

import { createHash } from 'crypto';
import { ConflictError, NotFoundError } from '@backstage/errors';
import { Commit, PullRequest } from '@fairlead/backstage-plugin-gitops-common';
import { directoriesOf, filesBelow, treeIdOf } from './fakeTrees';

/** A commit of a {@link FakeRepository}, with all files of its tree. @public */
export interface FakeCommit {
  sha: string;
  parents: string[];
  files: ReadonlyMap<string, string>;
  message: string;
  author: string;
  date: string;
}

/** Pull request of a {@link FakeRepository}, with what only the forge knows. @public */
export type FakePullRequest = PullRequest & {
  base: string;
  body: string;
  /** Who approves of which head. */
  approvedBy: ReadonlyMap<string, string>;
};

/** Commit status on a {@link FakeRepository}. @public */
export interface FakeStatus {
  state: 'pending' | 'success' | 'failure';
  description: string;
  url: string;
}

/**
 * A repository in memory: commits, branches and pull requests, as far as a promotion sees them.
 *
 * @public
 */
export class FakeRepository {
  readonly commits = new Map<string, FakeCommit>();
  readonly branches = new Map<string, string>();
  readonly pullRequests = new Map<number, FakePullRequest>();
  /** By commit, then by context. */
  readonly statuses = new Map<string, Map<string, FakeStatus>>();
  /** What the forge does for a pull request that can't be merged yet: nothing, wait for it, or put it into a queue. */
  scheduling: 'none' | 'auto-merge' | 'merge-queue' = 'none';
  /** Contexts of statuses that must be successful before a pull request can be merged. */
  readonly requiredStatuses = new Set<string>();
  readonly #trees = new Map<string, ReadonlyMap<string, string>>();
  #clock = Date.parse('2026-01-01T00:00:00Z');

  constructor(
    readonly repoUrl: string,
    readonly defaultBranch: string,
  ) {}

  /** Writes directories by their tree ids, then files (`null` deletes), as one commit; the branch moves when one is given. */
  commit(options: {
    parents: string[];
    directories?: ReadonlyMap<string, string>;
    files: ReadonlyMap<string, string | null>;
    message: string;
    author?: string;
    branch?: string;
  }): FakeCommit {
    const files = this.withChanges({
      files: options.parents[0]
        ? this.commitOf(options.parents[0]).files
        : new Map(),
      changes: options.files,
      directories: options.directories,
    });
    this.#clock += 60_000;
    const commit = {
      parents: options.parents,
      files,
      message: options.message,
      author: options.author ?? 'Ada Fake',
      date: new Date(this.#clock).toISOString(),
    };
    const sha = createHash('sha1')
      .update(JSON.stringify({ ...commit, files: [...files] }))
      .digest('hex');
    this.commits.set(sha, { ...commit, sha });
    if (options.branch) this.branches.set(options.branch, sha);
    return { ...commit, sha };
  }

  /** Files as they are after changes. Throws NotFoundError for a directory that nobody has seen. */
  withChanges(options: {
    files: ReadonlyMap<string, string>;
    changes: ReadonlyMap<string, string | null>;
    directories?: ReadonlyMap<string, string>;
  }): Map<string, string> {
    const files = new Map(options.files);
    for (const [directory, treeId] of options.directories ?? []) {
      for (const path of filesBelow(files, directory).keys()) {
        files.delete(`${directory}/${path}`);
      }
      for (const [path, content] of this.#treeOf(treeId)) {
        files.set(`${directory}/${path}`, content);
      }
    }
    for (const [path, content] of options.changes) {
      if (content === null) files.delete(path);
      else files.set(path, content);
    }
    return files;
  }

  /** Tree id of a directory at a ref; undefined when there is none. */
  directoryId(ref: string, directory: string): string | undefined {
    const files = filesBelow(this.commitOf(ref).files, directory);
    return files.size === 0 ? undefined : treeIdOf(files);
  }

  /** SHA of a branch, `HEAD` or SHA; undefined when there is none. */
  resolve(ref: string): string | undefined {
    const branch = ref === 'HEAD' ? this.defaultBranch : ref;
    return (
      this.branches.get(branch) ?? (this.commits.has(ref) ? ref : undefined)
    );
  }

  /** Throws NotFoundError. */
  commitOf(ref: string): FakeCommit {
    const commit = this.commits.get(this.resolve(ref) ?? '');
    if (!commit) {
      throw new NotFoundError(`${this.repoUrl} has no branch or commit ${ref}`);
    }
    return commit;
  }

  /** Throws NotFoundError. */
  pullRequestOf(number: number): FakePullRequest {
    const pullRequest = this.pullRequests.get(number);
    if (!pullRequest) {
      throw new NotFoundError(`${this.repoUrl} has no pull request ${number}`);
    }
    return pullRequest;
  }

  /** The commit and all its ancestors, newest first. */
  history(ref: string): FakeCommit[] {
    const seen = new Map<string, FakeCommit>();
    const queue = [this.commitOf(ref)];
    for (let next = queue.pop(); next; next = queue.pop()) {
      seen.set(next.sha, next);
      queue.push(
        ...next.parents.filter(p => !seen.has(p)).map(p => this.commitOf(p)),
      );
    }
    return [...seen.values()].sort((a, b) => b.date.localeCompare(a.date));
  }

  /** Merges a pull request into its base and returns the merge commit. Throws ConflictError when both sides changed one file. */
  merge(options: { number: number; by: string; message?: string }): FakeCommit {
    const pullRequest = this.pullRequestOf(options.number);
    if (pullRequest.state !== 'open') {
      throw new ConflictError(`Pull request ${options.number} is not open`);
    }
    const ours = this.commitOf(pullRequest.base);
    const theirs = this.commitOf(pullRequest.headBranch);
    const known = new Set(this.history(ours.sha).map(c => c.sha));
    const fork = this.history(theirs.sha).find(c => known.has(c.sha));
    const changed = new Map<string, string | null>();
    const paths = new Set([
      ...(fork?.files.keys() ?? []),
      ...theirs.files.keys(),
    ]);
    for (const path of paths) {
      const before = fork?.files.get(path);
      const after = theirs.files.get(path);
      const here = ours.files.get(path);
      if (before !== after && here !== after) {
        if (here !== before) {
          throw new ConflictError(`Both sides changed ${path}`);
        }
        changed.set(path, after ?? null);
      }
    }
    const merged = this.commit({
      parents: [ours.sha, theirs.sha],
      files: changed,
      message:
        options.message ??
        `Merge pull request #${options.number}\n\n${pullRequest.title}`,
      author: options.by,
      branch: pullRequest.base,
    });
    this.pullRequests.set(options.number, {
      ...pullRequest,
      state: 'merged',
      headSha: theirs.sha,
      autoMerge: undefined,
      mergeSha: merged.sha,
      mergedBy: options.by,
      mergedAt: merged.date,
    });
    return merged;
  }

  /** Lets the merge queue merge what is in it. */
  releaseQueue(): void {
    for (const { number, state, autoMerge } of this.pullRequests.values()) {
      if (state === 'open' && autoMerge === 'queued') {
        this.merge({ number, by: 'fairlead[bot]' });
      }
    }
  }

  /** As pages show it. */
  summaryOf(commit: FakeCommit): Commit {
    return {
      repoUrl: this.repoUrl,
      sha: commit.sha,
      url: `${this.repoUrl}/commit/${commit.sha}`,
      author: commit.author,
      message: commit.message.split('\n')[0],
      date: commit.date,
    };
  }

  #treeOf(treeId: string): ReadonlyMap<string, string> {
    const known = this.#trees.get(treeId);
    if (known) return known;
    for (const { files } of this.commits.values()) {
      for (const directory of directoriesOf(files)) {
        const below = filesBelow(files, directory);
        this.#trees.set(treeIdOf(below), below);
      }
    }
    const found = this.#trees.get(treeId);
    if (!found) {
      throw new NotFoundError(`${this.repoUrl} has no directory ${treeId}`);
    }
    return found;
  }
}

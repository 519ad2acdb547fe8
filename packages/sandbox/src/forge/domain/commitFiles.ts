import { ConflictError } from '@backstage/errors';
import { TreeChange } from '../git/editTree';
import { NO_OBJECT } from '../git/GitRefs';
import { GitCommit, Signature } from '../git/objectFormats';
import { Repository, User } from './model';
import { Repositories } from './Repositories';
import { ValidationError } from './problems';

const ATTEMPTS = 10;

interface CommitFilesOptions {
  repositories: Repositories;
  repository: Repository;
  actor: User;
  branch: string;
  /** Where a new branch begins; the default branch when left out. */
  startRef?: string;
  /** Where the branch must be. When left out, the commit goes on top of whatever is there. */
  expectedHead?: string;
  message: string;
  author: Signature;
  committer?: Signature;
  /** Null deletes. A file that exists keeps its mode. */
  files: ReadonlyMap<string, string | Buffer | null>;
}

/** Writes files as one commit on a branch, which is created where there is none. */
export async function commitFiles(
  options: CommitFilesOptions,
): Promise<GitCommit> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await tryToCommit(options);
    } catch (error) {
      const mayRetry = options.expectedHead === undefined && attempt < ATTEMPTS;
      if (!(error instanceof ConflictError) || !mayRetry) throw error;
    }
  }
}

async function tryToCommit(options: CommitFilesOptions): Promise<GitCommit> {
  const { repositories, repository, actor, branch, message, author } = options;
  const git = await repositories.git(repository);
  const ref = `refs/heads/${branch}`;
  const head = git.refs.get(ref);
  if (options.expectedHead !== undefined && options.expectedHead !== head) {
    throw new ConflictError(
      `Expected branch to point to "${head ?? ''}" but it did not: ${options.expectedHead} was given`,
    );
  }
  const start = options.startRef ?? repository.defaultBranch;
  const parent = head ?? (await git.resolve(start));
  if (parent === undefined && options.startRef !== undefined) {
    throw new ValidationError([
      {
        resource: 'Commit',
        code: 'custom',
        message: `Branch ${options.startRef} not found`,
      },
    ]);
  }
  const base = parent && (await git.commit(parent)).tree;
  const changes = new Map<string, TreeChange>();
  for (const [path, content] of options.files) {
    if (content === null) {
      changes.set(path, null);
      continue;
    }
    const known = base && (await git.entry(base, path));
    const mode = known && known.type === 'blob' ? known.mode : '100644';
    changes.set(path, { mode, sha: await git.writeBlob(content) });
  }
  const sha = await git.writeCommit({
    tree: await git.writeTree({ base, changes }),
    parents: parent ? [parent] : [],
    author,
    committer: options.committer ?? author,
    message,
  });
  await repositories.moveRef({
    repository,
    ref,
    to: sha,
    from: head ?? NO_OBJECT,
    actor,
  });
  return git.commit(sha);
}

import { FileDiff } from '../git/diffTrees';
import { GitRepository } from '../git/GitRepository';
import { GitCommit } from '../git/objectFormats';
import { PullRequest } from './model';

/** The tree without anything, which Git knows in every repository. */
export const EMPTY_TREE = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';

interface Content {
  git: GitRepository;
  pullRequest: PullRequest;
}

/** The commits that a pull request brings, or brought, oldest first. */
export async function pullRequestCommits(
  options: Content,
): Promise<GitCommit[]> {
  const { git, pullRequest } = options;
  const log = await git.log({
    sha: pullRequest.headSha,
    not: [baseOf(options)],
  });
  return log.reverse();
}

/** The files that it changes. */
export async function pullRequestFiles(options: Content): Promise<FileDiff[]> {
  const { from, to } = await pullRequestRange(options);
  return options.git.diff(from, to);
}

/** From where its branch left the base branch to its head. */
export async function pullRequestRange(
  options: Content,
): Promise<{ from: string; to: string }> {
  const to = options.pullRequest.headSha;
  const left = await options.git.mergeBase(baseOf(options), to);
  return { from: left ?? EMPTY_TREE, to };
}

/** What the base branch holds; once it is closed, what it held then. */
function baseOf({ git, pullRequest }: Content): string {
  const base = git.refs.get(`refs/heads/${pullRequest.base}`);
  return pullRequest.state === 'open' && base ? base : pullRequest.baseSha;
}

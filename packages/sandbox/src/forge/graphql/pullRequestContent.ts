import { PullRequest } from '../domain';
import { FileDiff } from '../git/diffTrees';
import { GitRepository } from '../git/GitRepository';
import { GitCommit } from '../git/objectFormats';

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

/** The files that it changes, compared with where its branch left the base branch. */
export async function pullRequestFiles(options: Content): Promise<FileDiff[]> {
  const { git, pullRequest } = options;
  const base = baseOf(options);
  const start = await git.mergeBase(base, pullRequest.headSha);
  return git.diff(start ?? base, pullRequest.headSha);
}

/** What the base branch holds; once it is closed, what it held then. */
function baseOf({ git, pullRequest }: Content): string {
  const base = git.refs.get(`refs/heads/${pullRequest.base}`);
  return pullRequest.state === 'open' && base ? base : pullRequest.baseSha;
}

import { ForgeDomain, PullRequest } from '../domain';
import { FileDiff } from '../git/diffTrees';
import { GitCommit } from '../git/objectFormats';

/** The tree without anything, which Git knows in every repository. */
export const EMPTY_TREE = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';

/** What a pull request would change, or has changed: from where its branch left the base. */
export async function rangeOf(
  forge: ForgeDomain,
  pullRequest: PullRequest,
): Promise<{ base: string; mergeBase: string; head: string }> {
  const repository = forge.pullRequests.repositoryOf(pullRequest);
  const git = await forge.repositories.git(repository);
  const current = git.refs.get(`refs/heads/${pullRequest.base}`);
  const base =
    pullRequest.state === 'open' && current ? current : pullRequest.baseSha;
  const head = pullRequest.headSha;
  const mergeBase = (await git.mergeBase(base, head)) ?? EMPTY_TREE;
  return { base, mergeBase, head };
}

/** Commits oldest first, and files. */
export async function changesOf(
  forge: ForgeDomain,
  pullRequest: PullRequest,
): Promise<{ commits: GitCommit[]; files: FileDiff[] }> {
  const repository = forge.pullRequests.repositoryOf(pullRequest);
  const git = await forge.repositories.git(repository);
  const { base, mergeBase, head } = await rangeOf(forge, pullRequest);
  const [commits, files] = await Promise.all([
    git.log({ sha: head, not: [base] }),
    git.diff(mergeBase, head),
  ]);
  return { commits: commits.reverse(), files };
}

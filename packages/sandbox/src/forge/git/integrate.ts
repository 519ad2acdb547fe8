import { ConflictError } from '@backstage/errors';
import { GitRepository } from './GitRepository';
import { GitCommit, Signature } from './objectFormats';

interface Integration {
  git: GitRepository;
  base: string;
  head: string;
  committer: Signature;
}

/** A commit with two parents. Throws ConflictError where the branches are in conflict. Moves nothing. */
export async function mergeCommit(
  options: Integration & { author: Signature; message: string },
): Promise<string> {
  const { git, base, head, author, committer, message } = options;
  const tree = await mergedTree({ git, base, head });
  return git.writeCommit({
    tree,
    parents: [base, head],
    author,
    committer,
    message,
  });
}

/** All changes as one commit on the base. */
export async function squashCommit(
  options: Integration & { author: Signature; message: string },
): Promise<string> {
  const { git, base, head, author, committer, message } = options;
  const tree = await mergedTree({ git, base, head });
  return git.writeCommit({ tree, parents: [base], author, committer, message });
}

/** The commits one by one on top of the base, without the merges among them. */
export async function rebaseCommits(options: Integration): Promise<string> {
  const { git, base, head, committer } = options;
  const commits = await git.log({ sha: head, not: [base] });
  let tip = await git.commit(base);
  for (const commit of commits.reverse()) {
    if (commit.parents.length > 1) continue;
    const tree = await pickedTree({ git, onto: tip, commit });
    const sha = await git.writeCommit({
      tree,
      parents: [tip.sha],
      author: commit.author,
      committer,
      message: commit.message,
    });
    tip = await git.commit(sha);
  }
  return tip.sha;
}

async function mergedTree(options: {
  git: GitRepository;
  base: string;
  head: string;
}): Promise<string> {
  const { tree, conflicts } = await options.git.merge(
    options.base,
    options.head,
  );
  if (tree === undefined) {
    throw new ConflictError(`Merge conflict in ${conflicts.join(', ')}`);
  }
  return tree;
}

/** Cherry-picking is a merge of two commits whose only common ancestor is the parent of the picked one. */
async function pickedTree(options: {
  git: GitRepository;
  onto: GitCommit;
  commit: GitCommit;
}): Promise<string> {
  const { git, onto, commit } = options;
  const [parentSha] = commit.parents;
  const parents = parentSha
    ? [
        await standIn(git, {
          tree: (await git.commit(parentSha)).tree,
          of: commit,
        }),
      ]
    : [];
  const base = await standIn(git, { tree: onto.tree, parents, of: commit });
  const head = await standIn(git, { tree: commit.tree, parents, of: commit });
  return mergedTree({ git, base, head });
}

async function standIn(
  git: GitRepository,
  options: { tree: string; parents?: string[]; of: GitCommit },
): Promise<string> {
  const { tree, parents = [], of } = options;
  const { author, committer } = of;
  return git.writeCommit({ tree, parents, author, committer, message: 'x' });
}

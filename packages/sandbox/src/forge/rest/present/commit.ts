import { nodeId, Repository } from '../../domain';
import { FileDiff } from '../../git/diffTrees';
import { GitCommit } from '../../git/objectFormats';
import { presentUser } from './user';
import { View } from './View';

const verification = {
  verified: false,
  reason: 'unsigned',
  signature: null,
  payload: null,
  verified_at: null,
};

/** GitHub's `commit`: one of a repository's history, with the users who made it. */
export function presentCommit(
  view: View,
  options: { repository: Repository; commit: GitCommit },
) {
  const { repository, commit } = options;
  const { urls, users } = view.forge;
  const url = urls.repositoryApi(repository);
  const userOf = (email: string) => {
    const user = users.byEmail(email);
    return user ? presentUser(view, user) : null;
  };
  return {
    sha: commit.sha,
    node_id: commitNodeId(repository, commit.sha),
    commit: {
      author: commit.author,
      committer: commit.committer,
      message: commit.message,
      tree: { sha: commit.tree, url: `${url}/git/trees/${commit.tree}` },
      url: `${url}/git/commits/${commit.sha}`,
      comment_count: 0,
      verification,
    },
    url: `${url}/commits/${commit.sha}`,
    html_url: urls.commit(repository, commit.sha),
    comments_url: `${url}/commits/${commit.sha}/comments`,
    author: userOf(commit.author.email),
    committer: userOf(commit.committer.email),
    parents: commit.parents.map(sha => ({
      sha,
      url: `${url}/commits/${sha}`,
      html_url: urls.commit(repository, sha),
    })),
  };
}

/** GitHub's `git-commit`: the bare Git object. */
export function presentGitCommit(
  { forge }: View,
  options: { repository: Repository; commit: GitCommit },
) {
  const { repository, commit } = options;
  const url = forge.urls.repositoryApi(repository);
  return {
    sha: commit.sha,
    node_id: commitNodeId(repository, commit.sha),
    url: `${url}/git/commits/${commit.sha}`,
    html_url: forge.urls.commit(repository, commit.sha),
    author: commit.author,
    committer: commit.committer,
    tree: { sha: commit.tree, url: `${url}/git/trees/${commit.tree}` },
    message: commit.message,
    parents: commit.parents.map(sha => ({
      sha,
      url: `${url}/git/commits/${sha}`,
      html_url: forge.urls.commit(repository, sha),
    })),
    verification,
  };
}

/** GitHub's `diff-entry`. `sha` is the commit that the file is linked at. */
export function presentFile(
  { forge }: View,
  options: { repository: Repository; file: FileDiff; sha: string },
) {
  const { repository, file, sha } = options;
  const page = forge.urls.repository(repository);
  const path = file.path.split('/').map(encodeURIComponent).join('/');
  return {
    sha: file.blobSha,
    filename: file.path,
    status: file.status,
    additions: file.additions,
    deletions: file.deletions,
    changes: file.additions + file.deletions,
    blob_url: `${page}/blob/${sha}/${path}`,
    raw_url: `${page}/raw/${sha}/${path}`,
    contents_url: `${forge.urls.repositoryApi(repository)}/contents/${path}?ref=${sha}`,
    ...(file.patch !== undefined && { patch: file.patch }),
    ...(file.previousPath !== undefined && {
      previous_filename: file.previousPath,
    }),
  };
}

function commitNodeId(repository: Repository, sha: string): string {
  return nodeId('Commit', `${repository.id}:${sha}`);
}

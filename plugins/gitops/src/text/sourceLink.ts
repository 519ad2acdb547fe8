import { Target } from '@fairlead/backstage-plugin-gitops-common';
import { CommitRef } from '../data/useCommits';

const commitSha = /^[0-9a-f]{40}([0-9a-f]{24})?$/;

/** The commit that a target was last deployed from, and its page. Of several sources the first that is in Git. */
export function liveCommit(
  target: Target,
): (CommitRef & { url: string }) | undefined {
  const { sources, revisions } = target.status;
  const index = revisions.live.findIndex(
    (sha, at) => commitSha.test(sha) && sources[at],
  );
  if (index < 0) return undefined;
  return {
    repoUrl: sources[index].repoUrl,
    sha: revisions.live[index],
    url: target.links.commits[index] ?? '',
  };
}

/**
 * The page of the directory that defines a target. It follows from the page of its commit, which the backend made
 * for the forge at hand; without one it is the repository, where that is a web address.
 */
export function sourcePage(
  target: Target,
): { title: string; url: string } | undefined {
  const { sources } = target.status;
  const at = Math.max(
    0,
    sources.findIndex(source => source.path && !source.ref),
  );
  const source = sources[at];
  if (!source) return undefined;
  const title = source.chart ?? source.path ?? source.repoUrl;
  const commit = target.links.commits[at] ?? '';
  const path = source.path && source.path !== '.' ? `/${source.path}` : '';
  if (commit.includes('/-/commit/')) {
    return { title, url: commit.replace('/-/commit/', '/-/tree/') + path };
  }
  if (commit.includes('/commit/')) {
    return { title, url: commit.replace('/commit/', '/tree/') + path };
  }
  return /^https?:\/\//.test(source.repoUrl)
    ? { title, url: source.repoUrl.replace(/\.git$/, '') }
    : undefined;
}

import { Repository } from '../../domain';
import { GitRepository, PathEntry } from '../../git/GitRepository';
import { View } from './View';

const MOST_ENTRIES = 100_000;

/** GitHub's `git-tree`. */
export async function presentTree(
  { forge }: View,
  options: {
    repository: Repository;
    git: GitRepository;
    sha: string;
    recursive: boolean;
  },
) {
  const { repository, git, sha, recursive } = options;
  const api = `${forge.urls.repositoryApi(repository)}/git`;
  const entries: PathEntry[] = recursive
    ? await git.walk(sha)
    : ((await git.tree(sha)) ?? []).map(entry => ({
        ...entry,
        path: entry.name,
      }));
  return {
    sha,
    url: `${api}/trees/${sha}`,
    tree: await Promise.all(
      entries.slice(0, MOST_ENTRIES).map(async entry => ({
        path: entry.path,
        mode: entry.mode,
        type: entry.type,
        sha: entry.sha,
        ...(entry.type === 'blob' && {
          size: (await git.blob(entry.sha))?.length ?? 0,
        }),
        ...(entry.type !== 'commit' && {
          url: `${api}/${entry.type}s/${entry.sha}`,
        }),
      })),
    ),
    truncated: entries.length > MOST_ENTRIES,
  };
}

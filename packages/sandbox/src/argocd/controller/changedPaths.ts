import { posix } from 'node:path';
import { Application, sourcesOf } from '../Application';
import { ManifestError } from '../ManifestError';
import { GitRepositories } from '../source/GitRepositories';
import { GitTree } from '../source/GitTree';

const annotation = 'argocd.argoproj.io/manifest-generate-paths';

/**
 * Whether commits may have changed what an Application deploys. Without the annotation that names its paths every
 * commit may; with it only those that touch the paths.
 */
export async function mayHaveChanged(options: {
  application: Application;
  repositories: GitRepositories;
  from: readonly string[];
  to: readonly string[];
}): Promise<boolean> {
  const { application, repositories, from, to } = options;
  const named = application.metadata.annotations?.[annotation];
  const sources = sourcesOf(application.spec);
  if (!named || from.length !== to.length || from.length !== sources.length) {
    return from.join() !== to.join();
  }
  for (const [index, source] of sources.entries()) {
    if (from[index] === to[index]) continue;
    const paths = named
      .split(';')
      .filter(Boolean)
      .map(path =>
        posix.isAbsolute(path)
          ? path.slice(1)
          : posix.join(source.path ?? '', path),
      );
    const tree = (targetRevision: string) =>
      repositories.tree({ repoUrl: source.repoURL, targetRevision });
    try {
      const before = await tree(from[index]);
      const after = await tree(to[index]);
      for (const path of paths) {
        if (await differ(before, after, path)) return true;
      }
    } catch (error) {
      if (!(error instanceof ManifestError)) throw error;
      // A commit that is gone can't be compared with.
      return true;
    }
  }
  return false;
}

async function differ(
  before: GitTree,
  after: GitTree,
  path: string,
): Promise<boolean> {
  const files = async (tree: GitTree) => {
    const below = await tree.list(path);
    return below.length > 0 ? below : [path];
  };
  const [old, now] = [await files(before), await files(after)];
  if (old.join('\n') !== now.join('\n')) return true;
  for (const file of now) {
    if ((await before.read(file)) !== (await after.read(file))) return true;
  }
  return false;
}

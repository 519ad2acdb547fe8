import { withoutSlashes } from '../withoutSlashes';
import { GiteaApi } from './GiteaApi';
import { GiteaRepository } from './GiteaRepository';
import { readCommit } from './history';
import { readListing } from './listing';

/** Tree ids of directories, by the listing of everything: one request for each thousand paths, and one more for the root. */
export async function readDirectoryIds(options: {
  api: GiteaApi;
  repository: GiteaRepository;
  ref: string;
  directories: string[];
}): Promise<ReadonlyMap<string, string>> {
  const { directories } = options;
  const listing = await readListing(options);
  const trees = new Map(
    listing.entries.flatMap(({ type, path, sha }) =>
      type === 'tree' ? [[path, sha] as const] : [],
    ),
  );
  if (directories.some(path => withoutSlashes(path) === '')) {
    const { tree } = await readCommit({ ...options, sha: listing.sha });
    trees.set('', tree);
  }
  return new Map(
    directories.flatMap(directory => {
      const id = trees.get(withoutSlashes(directory));
      return id === undefined ? [] : [[directory, id] as const];
    }),
  );
}

import { ForgeTree } from '@fairlead/backstage-plugin-gitops-node';
import { z } from 'zod';
import { withoutSlashes } from '../withoutSlashes';
import { GiteaApi } from './GiteaApi';
import { GiteaRepository } from './GiteaRepository';
import { below, readListing } from './listing';
import { readFiles } from './readFiles';

interface RefOptions {
  api: GiteaApi;
  repository: GiteaRepository;
  ref: string;
}

/** Where the ref is with the listing, then the files: two requests, one more for `HEAD`, and one more for each thousand paths and thirty files. */
export async function readTree(
  options: RefOptions & { files: string[]; directories: string[] },
): Promise<ForgeTree> {
  const { api, repository, directories } = options;
  const defaultBranch =
    options.ref === 'HEAD' ? await readDefaultBranch(options) : undefined;
  const ref = defaultBranch ?? options.ref;
  const { sha, entries } = await readListing({
    api,
    repository,
    ref,
    onlySha: directories.length === 0,
  });
  const files = [...new Set(options.files.map(withoutSlashes))];
  const there = new Set(entries.map(({ path }) => path));
  const found = await readFiles({
    api,
    repository,
    commit: sha,
    files:
      directories.length === 0 ? files : files.filter(path => there.has(path)),
  });
  const paths = directories.flatMap(directory =>
    below(entries, withoutSlashes(directory)).flatMap(({ type, path }) =>
      type === 'blob' ? [path] : [],
    ),
  );
  return {
    commitSha: sha,
    ...(defaultBranch !== undefined && { defaultBranch }),
    files: found,
    paths: [...new Set(paths)].sort(),
  };
}

async function readDefaultBranch({
  api,
  repository,
}: RefOptions): Promise<string> {
  const answer = await api.request({
    repository,
    action: 'read the repository',
    path: [],
    schema: z.object({ default_branch: z.string() }),
  });
  return answer.default_branch;
}

import { z } from 'zod';
import { withoutSlashes } from '../withoutSlashes';
import { GithubApi } from './GithubApi';
import { GithubRepository } from './GithubRepository';
import { readCommitAt } from './readCommitAt';

const commitSchema = z
  .object({ oid: z.string(), tree: z.object({ oid: z.string() }) })
  .catchall(z.unknown());
const entrySchema = z.object({ oid: z.string(), type: z.literal('tree') });

/** Tree ids of directories: one request for any number of them. */
export async function readDirectoryIds(options: {
  api: GithubApi;
  repository: GithubRepository;
  ref: string;
  directories: string[];
}): Promise<ReadonlyMap<string, string>> {
  const { api, repository, ref } = options;
  const directories = [...new Set(options.directories)];
  const nested = directories.flatMap((path, index) =>
    withoutSlashes(path) === '' ? [] : [[`d${index}`, path] as const],
  );
  const { commit } = await readCommitAt({
    api,
    repository,
    ref,
    action: `read directories at ${ref}`,
    fields: [
      'oid tree { oid }',
      ...nested.map(
        ([alias]) => `${alias}: file(path: $${alias}) { oid type }`,
      ),
    ].join('\n'),
    variables: Object.fromEntries(
      nested.map(([alias, path]) => [alias, withoutSlashes(path)]),
    ),
    schema: commitSchema,
  });
  return new Map(
    directories.flatMap((path, index) => {
      if (withoutSlashes(path) === '') return [[path, commit.tree.oid]];
      const entry = entrySchema.safeParse(commit[`d${index}`]);
      return entry.success ? [[path, entry.data.oid]] : [];
    }),
  );
}

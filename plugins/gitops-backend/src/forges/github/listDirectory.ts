import { InputError } from '@backstage/errors';
import { z } from 'zod';
import { GithubApi } from './GithubApi';
import { GithubRepository } from './GithubRepository';

/** GraphQL can't recurse, so this many levels come with the first answer; a deeper directory costs one REST request. */
const LEVELS = 3;

/** What GraphQL is asked of a directory. */
export const directoryFields = fieldsOf(LEVELS);

function fieldsOf(levels: number): string {
  const below =
    levels > 1 ? `object { ... on Tree { ${fieldsOf(levels - 1)} } }` : '';
  return `oid entries { name type ${below} }`;
}

interface Directory {
  oid: string;
  entries?: Array<{
    name: string;
    type: string;
    object?: Directory | Record<string, never> | null;
  }> | null;
}

/** What GraphQL answers for an object that is no directory. */
const emptySchema = z.record(z.string(), z.never());

/** The answer to {@link directoryFields}; without `entries` where they were not asked for. */
export const directorySchema: z.ZodType<Directory> = z.lazy(() =>
  z.object({
    oid: z.string(),
    entries: z
      .array(
        z.object({
          name: z.string(),
          type: z.string(),
          object: z.union([directorySchema, emptySchema]).nullish(),
        }),
      )
      .nullish(),
  }),
);

const entrySchema = z
  .object({ object: z.union([directorySchema, emptySchema]).nullish() })
  .nullish();

const restTreeSchema = z.object({
  truncated: z.boolean().optional(),
  tree: z.array(z.object({ path: z.string(), type: z.string() })),
});

/** All files below a directory, by path from the root of the repository; none when it is not a directory. */
export async function listDirectory(options: {
  api: GithubApi;
  repository: GithubRepository;
  path: string;
  entry: unknown;
}): Promise<string[]> {
  const { api, repository, path } = options;
  const directory = entrySchema.parse(options.entry)?.object;
  if (!isDirectory(directory)) return [];
  const prefix = path === '' ? '' : `${path}/`;
  const paths = pathsIn(directory, prefix);
  if (paths) return paths;

  const answer = await api.rest({
    repository,
    action: `list ${path || 'all files'}`,
    schema: restTreeSchema,
    send: (octokit, basics) =>
      octokit.rest.git.getTree({
        ...basics,
        tree_sha: directory.oid,
        recursive: 'true',
      }),
  });
  if (answer.truncated) {
    throw new InputError(
      `${path || 'The root'} of ${repository.owner}/${repository.name} has more files than ${api.host} lists at once`,
    );
  }
  return answer.tree
    .filter(({ type }) => type === 'blob')
    .map(entry => `${prefix}${entry.path}`);
}

/** Undefined when it goes deeper than was read. */
function pathsIn(directory: Directory, prefix: string): string[] | undefined {
  if (!directory.entries) return undefined;
  const paths: string[] = [];
  for (const { name, type, object } of directory.entries) {
    if (type === 'blob') paths.push(`${prefix}${name}`);
    if (type === 'tree') {
      const below = isDirectory(object)
        ? pathsIn(object, `${prefix}${name}/`)
        : undefined;
      if (!below) return undefined;
      paths.push(...below);
    }
  }
  return paths;
}

function isDirectory(
  object: Directory | Record<string, never> | null | undefined,
): object is Directory {
  return typeof object?.oid === 'string';
}

import { ForgeTree } from '@fairlead/backstage-plugin-gitops-node';
import { z } from 'zod';
import { withoutSlashes } from '../withoutSlashes';
import { blobEntrySchema, exactText } from './exactText';
import { GithubApi } from './GithubApi';
import { GithubRepository } from './GithubRepository';
import {
  directoryFields,
  directorySchema,
  listDirectory,
} from './listDirectory';
import { readCommitAt } from './readCommitAt';

interface ReadTreeOptions {
  api: GithubApi;
  repository: GithubRepository;
  ref: string;
  files: string[];
  directories: string[];
}

const commitSchema = z
  .object({ oid: z.string(), tree: directorySchema })
  .catchall(z.unknown());

/** Reads files and lists directories at one commit: one request, and one more for a ref that is no branch or a directory that is deep. */
export async function readTree(options: ReadTreeOptions): Promise<ForgeTree> {
  const { api, repository, ref } = options;
  const files = [...new Set(options.files)];
  const directories = [...new Set(options.directories.map(withoutSlashes))];
  const { commit, branch } = await readCommitAt({
    api,
    repository,
    ref,
    action: `read files at ${ref}`,
    ...partsOf({ files, directories }),
    schema: commitSchema,
  });

  const contents = await Promise.all(
    files.map(async (path, index) => {
      const entry = blobEntrySchema.nullish().parse(commit[`f${index}`]);
      if (!entry) return undefined;
      const content = await exactText({ api, repository, path, entry });
      return { path, blobSha: entry.oid, content };
    }),
  );
  const listings = await Promise.all(
    directories.map(async (path, index) =>
      listDirectory({
        api,
        repository,
        path,
        entry: path === '' ? { object: commit.tree } : commit[`d${index}`],
      }),
    ),
  );
  return {
    commitSha: commit.oid,
    ...(ref === 'HEAD' && branch && { defaultBranch: branch }),
    files: contents.flatMap(file => file ?? []),
    paths: [...new Set(listings.flat())].sort(),
  };
}

function partsOf({
  files,
  directories,
}: Pick<ReadTreeOptions, 'files' | 'directories'>) {
  const nested = directories
    .map((path, index) => ({ path, alias: `d${index}` }))
    .filter(({ path }) => path !== '');
  const fields = [
    'oid tree { oid }',
    ...files.map(
      (_, index) => `f${index}: file(path: $f${index}) {
        oid mode type
        object { ... on Blob { isBinary isTruncated text } }
      }`,
    ),
    ...nested.map(
      ({ alias }) =>
        `${alias}: file(path: $${alias}) { object { ... on Tree { ${directoryFields} } } }`,
    ),
  ];
  return {
    fields: fields.join('\n'),
    variables: {
      ...Object.fromEntries(files.map((path, index) => [`f${index}`, path])),
      ...Object.fromEntries(nested.map(({ path, alias }) => [alias, path])),
    },
  };
}

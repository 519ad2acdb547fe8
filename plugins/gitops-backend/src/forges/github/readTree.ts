import { ForgeTree } from '@fairlead/backstage-plugin-gitops-node';
import { z } from 'zod';
import { blobEntrySchema, exactText } from './exactText';
import { GithubApi } from './GithubApi';
import { GithubRepository } from './GithubRepository';
import {
  directoryFields,
  directorySchema,
  listDirectory,
} from './listDirectory';
import { missing } from './missing';

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

const answerSchema = z.object({
  repository: z
    .object({
      ref: z
        .object({ name: z.string().optional(), target: z.unknown() })
        .nullish(),
      object: z.unknown().optional(),
    })
    .nullable(),
});

const tagSchema = z.object({ target: z.unknown().optional() });

/** Reads files and lists directories at one commit: one request, and one more for a ref that is no branch or a directory that is deep. */
export async function readTree(options: ReadTreeOptions): Promise<ForgeTree> {
  const { api, repository, ref } = options;
  const files = [...new Set(options.files)];
  const directories = [...new Set(options.directories.map(withoutSlashes))];
  const found = await readCommit({ ...options, files, directories });
  if (!found) {
    throw missing({ api, repository, what: `branch, tag or commit ${ref}` });
  }
  const { commit, branch } = found;

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

async function readCommit(options: ReadTreeOptions) {
  const { ref } = options;
  if (/^([0-9a-f]{40}|[0-9a-f]{64})$/i.test(ref)) {
    return query({ ...options, at: 'object(expression: $ref)' });
  }
  if (ref === 'HEAD') {
    return query({ ...options, at: 'ref: defaultBranchRef' });
  }
  // A branch first: where a tag has the same name, Git's own rules would choose the tag.
  const branch = await query({
    ...options,
    ref: `refs/heads/${ref}`,
    at: 'ref(qualifiedName: $ref)',
  });
  return branch ?? query({ ...options, at: 'object(expression: $ref)' });
}

async function query(options: ReadTreeOptions & { at: string }) {
  const { api, repository, ref, files, directories, at } = options;
  const nested = directories
    .map((path, index) => ({ path, alias: `d${index}` }))
    .filter(({ path }) => path !== '');
  const usesRef = at.includes('$ref');
  const target = at.startsWith('ref') ? 'name target { ...found }' : '...found';
  const answer = await api.graphql({
    repository,
    action: `read files at ${ref}`,
    query: `query (
      $owner: String!, $name: String!${usesRef ? ', $ref: String!' : ''}
      ${files.map((_, index) => `, $f${index}: String!`).join('')}
      ${nested.map(({ alias }) => `, $${alias}: String!`).join('')}
    ) {
      repository(owner: $owner, name: $name) { ${at} { ${target} } }
    }
    fragment found on GitObject {
      ... on Commit { ...commit }
      ... on Tag { target { ... on Commit { ...commit } } }
    }
    fragment commit on Commit {
      oid
      tree { oid }
      ${files
        .map(
          (_, index) => `f${index}: file(path: $f${index}) {
            oid mode type
            object { ... on Blob { isBinary isTruncated text } }
          }`,
        )
        .join('\n')}
      ${nested
        .map(
          ({ alias }) =>
            `${alias}: file(path: $${alias}) { object { ... on Tree { ${directoryFields} } } }`,
        )
        .join('\n')}
    }`,
    variables: {
      owner: repository.owner,
      name: repository.name,
      ...(usesRef && { ref }),
      ...Object.fromEntries(files.map((path, index) => [`f${index}`, path])),
      ...Object.fromEntries(nested.map(({ path, alias }) => [alias, path])),
    },
    schema: answerSchema,
  });
  if (!answer.repository) throw missing({ api, repository });
  const found = answer.repository.ref?.target ?? answer.repository.object;
  const tag = tagSchema.safeParse(found);
  const commit = commitSchema.safeParse(
    tag.success && tag.data.target ? tag.data.target : found,
  );
  return commit.success
    ? { commit: commit.data, branch: answer.repository.ref?.name }
    : undefined;
}

function withoutSlashes(path: string): string {
  const trimmed = path.replace(/^(\.?\/)+|\/+$/g, '');
  return trimmed === '.' ? '' : trimmed;
}

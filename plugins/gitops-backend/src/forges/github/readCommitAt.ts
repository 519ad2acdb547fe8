import { z } from 'zod';
import { missing } from '../missing';
import { GithubApi } from './GithubApi';
import { GithubRepository } from './GithubRepository';

interface ReadCommitOptions<T> {
  api: GithubApi;
  repository: GithubRepository;
  ref: string;
  /** For messages, to be read after "to". */
  action: string;
  /** What is read of the commit. */
  fields: string;
  /** Used by `fields`, all of them `String!`. */
  variables: Record<string, string>;
  schema: z.ZodType<T>;
}

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

/** Reads the commit that a branch, tag, SHA or `HEAD` means; one request, and one more for a tag. Throws NotFoundError. */
export async function readCommitAt<T>(
  options: ReadCommitOptions<T>,
): Promise<{ commit: T; branch: string | undefined }> {
  const { api, repository, ref } = options;
  const found = await find(options);
  if (found) return found;
  throw missing({ api, repository, what: `branch, tag or commit ${ref}` });
}

async function find<T>(options: ReadCommitOptions<T>) {
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

async function query<T>(options: ReadCommitOptions<T> & { at: string }) {
  const { api, repository, ref, action, fields, variables, schema, at } =
    options;
  const usesRef = at.includes('$ref');
  const target = at.startsWith('ref') ? 'name target { ...found }' : '...found';
  const answer = await api.graphql({
    repository,
    action,
    query: `query (
      $owner: String!, $name: String!${usesRef ? ', $ref: String!' : ''}
      ${Object.keys(variables)
        .map(name => `, $${name}: String!`)
        .join('')}
    ) {
      repository(owner: $owner, name: $name) { ${at} { ${target} } }
    }
    fragment found on GitObject {
      ... on Commit { ...commit }
      ... on Tag { target { ... on Commit { ...commit } } }
    }
    fragment commit on Commit { ${fields} }`,
    variables: {
      owner: repository.owner,
      name: repository.name,
      ...(usesRef && { ref }),
      ...variables,
    },
    schema: answerSchema,
  });
  if (!answer.repository) throw missing({ api, repository });
  const found = answer.repository.ref?.target ?? answer.repository.object;
  const tag = tagSchema.safeParse(found);
  const commit = schema.safeParse(
    tag.success && tag.data.target ? tag.data.target : found,
  );
  return commit.success
    ? { commit: commit.data, branch: answer.repository.ref?.name }
    : undefined;
}

import { NotFoundError } from '@backstage/errors';
import { Commit } from '@fairlead/backstage-plugin-gitops-common';
import { z } from 'zod';
import { missing } from '../missing';
import { GithubApi } from './GithubApi';
import { GithubRepository } from './GithubRepository';

const BATCH = 100;

const graphqlCommitSchema = z.object({
  oid: z.string(),
  url: z.string(),
  message: z.string(),
  committedDate: z.string(),
  author: z
    .object({
      name: z.string().nullish(),
      avatarUrl: z.string().nullish(),
      user: z.object({ login: z.string() }).nullish(),
    })
    .nullish(),
});

const commitsSchema = z.object({
  repository: z
    // Null: unknown. Empty: the id of something that is no commit.
    .record(z.string(), z.union([graphqlCommitSchema, z.object({}), z.null()]))
    .nullable(),
});

const restCommitSchema = z.object({
  sha: z.string(),
  html_url: z.string(),
  commit: z.object({
    message: z.string(),
    author: z
      .object({ name: z.string().nullish(), date: z.string().nullish() })
      .nullish(),
    committer: z.object({ date: z.string().nullish() }).nullish(),
  }),
  author: z
    .object({ login: z.string().nullish(), avatar_url: z.string().nullish() })
    .nullish(),
});

const comparisonSchema = z.object({
  status: z.enum(['ahead', 'behind', 'diverged', 'identical']),
  commits: z.array(restCommitSchema),
});

interface Repository {
  api: GithubApi;
  repository: GithubRepository;
}

/** Commits by full or abbreviated SHA; unknown ones are left out. */
export async function readCommits(
  options: Repository & { shas: string[] },
): Promise<Commit[]> {
  const { api, repository } = options;
  // What is not hexadecimal could be the name of a branch, which is no commit for ever.
  const shas = [...new Set(options.shas)].filter(sha =>
    /^[0-9a-f]{7,64}$/i.test(sha),
  );
  const commits: Commit[] = [];
  for (let start = 0; start < shas.length; start += BATCH) {
    const fields = shas
      .slice(start, start + BATCH)
      .map(
        (sha, index) => `c${index}: object(expression: "${sha}") { ...commit }`,
      );
    const answer = await api.graphql({
      repository,
      action: 'read commits',
      query: `query ($owner: String!, $name: String!) {
        repository(owner: $owner, name: $name) { ${fields.join('\n')} }
      }
      fragment commit on Commit {
        oid url message committedDate
        author { name avatarUrl user { login } }
      }`,
      variables: { owner: repository.owner, name: repository.name },
      schema: commitsSchema,
    });
    if (!answer.repository) throw missing(options);
    for (const raw of Object.values(answer.repository)) {
      if (raw && 'oid' in raw) {
        commits.push({
          repoUrl: repository.repoUrl,
          sha: raw.oid,
          url: raw.url,
          author: raw.author?.name ?? raw.author?.user?.login ?? 'unknown',
          ...(raw.author?.avatarUrl && { authorAvatar: raw.author.avatarUrl }),
          message: firstLine(raw.message),
          date: raw.committedDate,
        });
      }
    }
  }
  return commits;
}

/** Whether a commit is another, or one of its ancestors. */
export async function isAncestor(
  options: Repository & { ancestor: string; descendant: string },
): Promise<boolean> {
  const { ancestor, descendant } = options;
  const { status } = await readComparison({
    ...options,
    base: ancestor,
    head: descendant,
    limit: 1,
    // Only the first page lists the files with their patches, which may be megabytes.
    page: 2,
  });
  return status === 'identical' || status === 'ahead';
}

/** Commits of `head` that `base` does not have, oldest first; undefined when one of them is unknown. */
export async function compare(
  options: Repository & { base: string; head: string; limit: number },
): Promise<Commit[] | undefined> {
  const { repository, limit } = options;
  try {
    const { commits } = await readComparison(options);
    return commits.slice(0, limit).map(raw => ({
      repoUrl: repository.repoUrl,
      sha: raw.sha,
      url: raw.html_url,
      author: raw.commit.author?.name ?? raw.author?.login ?? 'unknown',
      ...(raw.author?.avatar_url && { authorAvatar: raw.author.avatar_url }),
      message: firstLine(raw.commit.message),
      date: raw.commit.committer?.date ?? raw.commit.author?.date ?? '',
    }));
  } catch (error) {
    if (error instanceof NotFoundError) return undefined;
    throw error;
  }
}

async function readComparison(
  options: Repository & {
    base: string;
    head: string;
    limit: number;
    page?: number;
  },
) {
  const { api, repository, base, head, limit, page = 1 } = options;
  return api.rest({
    repository,
    action: `compare ${base} with ${head}`,
    schema: comparisonSchema,
    send: (octokit, basics) =>
      octokit.rest.repos.compareCommitsWithBasehead({
        ...basics,
        basehead: `${base}...${head}`,
        per_page: Math.min(Math.max(limit, 1), 100),
        page,
      }),
  });
}

function firstLine(message: string): string {
  return message.split(/\r?\n/, 1)[0];
}

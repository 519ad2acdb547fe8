import { NotFoundError } from '@backstage/errors';
import { Commit } from '@fairlead/backstage-plugin-gitops-common';
import pLimit from 'p-limit';
import { z } from 'zod';
import { GiteaApi } from './GiteaApi';
import { GiteaRepository } from './GiteaRepository';

const AT_ONCE = 5;
/** What makes a commit slow to answer, and is not read. */
const BARE = { stat: false, verification: false, files: false };

interface Repository {
  api: GiteaApi;
  repository: GiteaRepository;
}

const commitSchema = z.object({
  sha: z.string(),
  commit: z.object({
    message: z.string(),
    author: z
      .object({ name: z.string().nullish(), date: z.string().nullish() })
      .nullish(),
    committer: z.object({ date: z.string().nullish() }).nullish(),
    tree: z.object({ sha: z.string() }),
  }),
  author: z
    .object({ login: z.string().nullish(), avatar_url: z.string().nullish() })
    .nullish(),
  parents: z.array(z.object({ sha: z.string() })).nullish(),
});

/** Web page of a commit. */
export function commitUrl(options: { repoUrl: string; sha: string }): string {
  return `${options.repoUrl}/commit/${options.sha}`;
}

/** One commit by its SHA. Throws NotFoundError. */
export async function readCommit(
  options: Repository & { sha: string },
): Promise<{ sha: string; tree: string; parents: string[] }> {
  const raw = await requestCommit(options);
  return {
    sha: raw.sha,
    tree: raw.commit.tree.sha,
    parents: raw.parents?.map(({ sha }) => sha) ?? [],
  };
}

/** Commits by full or abbreviated SHA, one request for each; unknown ones are left out. */
export async function readCommits(
  options: Repository & { shas: string[] },
): Promise<Commit[]> {
  // What is not hexadecimal could be the name of a branch, which is no commit for ever.
  const shas = [...new Set(options.shas)].filter(sha =>
    /^[0-9a-f]{7,64}$/i.test(sha),
  );
  const limit = pLimit(AT_ONCE);
  const found = await Promise.all(
    shas.map(sha =>
      limit(async () => {
        try {
          return [toCommit(options, await requestCommit({ ...options, sha }))];
        } catch (error) {
          if (error instanceof NotFoundError) return [];
          throw error;
        }
      }),
    ),
  );
  return found.flat();
}

/** Whether a commit is another, or one of its ancestors: it has nothing then that the other has not. */
export async function isAncestor(
  options: Repository & { ancestor: string; descendant: string },
): Promise<boolean> {
  const { ancestor, descendant } = options;
  const more = await requestComparison({
    ...options,
    base: descendant,
    head: ancestor,
  });
  return more.length === 0;
}

/** Commits of `head` that `base` does not have, oldest first; undefined when one of them is unknown. */
export async function compare(
  options: Repository & { base: string; head: string; limit: number },
): Promise<Commit[] | undefined> {
  try {
    const commits = await requestComparison(options);
    return commits
      .reverse()
      .slice(0, options.limit)
      .map(raw => toCommit(options, raw));
  } catch (error) {
    if (error instanceof NotFoundError) return undefined;
    throw error;
  }
}

async function requestCommit(options: Repository & { sha: string }) {
  const { api, repository, sha } = options;
  return api.request({
    repository,
    action: `read commit ${sha}`,
    path: ['git', 'commits', sha],
    query: BARE,
    schema: commitSchema,
  });
}

/** Newest first. */
async function requestComparison(
  options: Repository & { base: string; head: string },
) {
  const { api, repository, base, head } = options;
  const { commits } = await api.request({
    repository,
    action: `compare ${base} with ${head}`,
    path: ['compare', ...`${base}...${head}`.split('/')],
    query: BARE,
    schema: z.object({ commits: z.array(commitSchema).nullish() }),
  });
  return commits ?? [];
}

function toCommit(
  { repository }: Repository,
  raw: z.infer<typeof commitSchema>,
): Commit {
  const { repoUrl } = repository;
  return {
    repoUrl,
    sha: raw.sha,
    url: commitUrl({ repoUrl, sha: raw.sha }),
    author: raw.commit.author?.name ?? raw.author?.login ?? 'unknown',
    ...(raw.author?.avatar_url && { authorAvatar: raw.author.avatar_url }),
    message: raw.commit.message.split(/\r?\n/, 1)[0],
    date: raw.commit.committer?.date ?? raw.commit.author?.date ?? '',
  };
}

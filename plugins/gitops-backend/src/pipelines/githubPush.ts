import { z } from 'zod';

const commitSchema = z.object({
  added: z.array(z.string()).catch([]),
  modified: z.array(z.string()).catch([]),
  removed: z.array(z.string()).catch([]),
});

const pushSchema = z.object({
  ref: z.string(),
  repository: z.object({ html_url: z.string(), default_branch: z.string() }),
  commits: z.array(commitSchema).catch([]),
  forced: z.boolean().catch(false),
});

/** A push to the default branch of a repository. */
export interface DefaultBranchPush {
  repoUrl: string;
  /** Paths that it touches; undefined when it does not say all. */
  paths?: ReadonlySet<string>;
}

/** GitHub leaves out commits beyond these. */
const mostCommits = 2048;

/** What a `github.push` webhook says; undefined for another branch, and for what is no push. */
export function githubPush(payload: unknown): DefaultBranchPush | undefined {
  const parsed = pushSchema.safeParse(payload);
  if (!parsed.success) return undefined;
  const { ref, repository, commits, forced } = parsed.data;
  if (ref !== `refs/heads/${repository.default_branch}`) return undefined;
  const complete =
    !forced && commits.length > 0 && commits.length < mostCommits;
  return {
    repoUrl: repository.html_url,
    ...(complete && {
      paths: new Set(
        commits.flatMap(({ added, modified, removed }) => [
          ...added,
          ...modified,
          ...removed,
        ]),
      ),
    }),
  };
}

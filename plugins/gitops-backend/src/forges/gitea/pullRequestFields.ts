import { PullRequest } from '@fairlead/backstage-plugin-gitops-common';
import { z } from 'zod';

const userSchema = z.object({ login: z.string() }).nullish();

/** What is read of every pull request. */
export const giteaPullRequestSchema = z.object({
  number: z.number(),
  html_url: z.string(),
  title: z.string(),
  body: z.string().nullish(),
  state: z.enum(['open', 'closed']),
  draft: z.boolean().catch(false),
  mergeable: z.boolean().catch(false),
  merged: z.boolean(),
  merged_at: z.string().nullish(),
  merge_commit_sha: z.string().nullish(),
  merged_by: userSchema,
  closed_at: z.string().nullish(),
  labels: z.array(z.object({ name: z.string() })).nullish(),
  requested_reviewers: z.array(z.object({ login: z.string() })).nullish(),
  requested_reviewers_teams: z.array(z.object({ name: z.string() })).nullish(),
  base: z.object({
    ref: z.string(),
    sha: z.string().catch(''),
    repo_id: z.number(),
    repo: z
      .object({
        allow_merge_commits: z.boolean().catch(false),
        allow_squash_merge: z.boolean().catch(false),
        allow_rebase_explicit: z.boolean().catch(false),
        allow_rebase: z.boolean().catch(false),
        allow_fast_forward_only_merge: z.boolean().catch(false),
      })
      .nullish(),
  }),
  /** `label` is the branch, even when it is gone; `ref` then is that of the pull request. */
  head: z.object({
    label: z.string(),
    ref: z.string(),
    sha: z.string(),
    repo_id: z.number(),
  }),
});

/** A pull request as Gitea tells of it. */
export type GiteaPullRequest = z.infer<typeof giteaPullRequestSchema>;

/** What Gitea tells elsewhere than in the pull request itself. */
export interface PullRequestContext {
  checks: PullRequest['checks'];
  review: PullRequest['review'];
  approvals: number;
  autoMerge: boolean;
  closedBy?: string;
}

const nothing: PullRequestContext = {
  checks: 'none',
  review: 'none',
  approvals: 0,
  autoMerge: false,
};

/** Gitea's words as ours. */
export function toPullRequest(
  raw: GiteaPullRequest,
  context: PullRequestContext = nothing,
): PullRequest {
  const { checks, review, approvals, autoMerge, closedBy } = context;
  const state = stateOf(raw);
  return {
    number: raw.number,
    url: raw.html_url,
    title: raw.title,
    state,
    headBranch: raw.head.label,
    headSha: raw.head.sha,
    ...(state === 'merged' && {
      mergeSha: raw.merge_commit_sha ?? undefined,
      mergedBy: raw.merged_by?.login,
      mergedAt: raw.merged_at ?? undefined,
    }),
    ...(state === 'closed' && closedBy && { closedBy }),
    mergeable: raw.mergeable ? 'mergeable' : 'unknown',
    checks,
    review,
    approvals,
    ...(state === 'open' && {
      ...(raw.base.sha && { baseSha: raw.base.sha }),
      draft: raw.draft,
      ...(autoMerge && { autoMerge: 'enabled' as const }),
    }),
  };
}

function stateOf(raw: GiteaPullRequest): PullRequest['state'] {
  return raw.merged ? 'merged' : raw.state;
}

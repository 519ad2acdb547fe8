import { PullRequest } from '@fairlead/backstage-plugin-gitops-common';
import { z } from 'zod';
import { checkFields, checksOf, rollupSchema } from './checkFields';

/** What is read of every pull request. */
export const pullRequestFields = /* GraphQL */ `
  fragment pullRequest on PullRequest {
    number
    url
    title
    state
    headRefName
    headRefOid
    isDraft
    mergeable
    baseRef {
      target {
        oid
      }
    }
    autoMergeRequest {
      enabledAt
    }
    isInMergeQueue
    mergedAt
    mergedBy {
      login
    }
    mergeCommit {
      oid
    }
    reviewDecision
    latestOpinionatedReviews(first: 100, writersOnly: true) {
      nodes {
        state
        author {
          __typename
        }
        commit {
          oid
        }
      }
    }
    commits(last: 1) {
      nodes {
        commit {
          statusCheckRollup {
            ...checks
          }
        }
      }
    }
    timelineItems(itemTypes: [CLOSED_EVENT], last: 1) {
      nodes {
        ... on ClosedEvent {
          actor {
            login
          }
        }
      }
    }
  }
  ${checkFields}
`;

const nodes = <T extends z.ZodType>(node: T) =>
  z.object({ nodes: z.array(node.nullable()).nullish() }).nullish();
const actorSchema = z.object({ login: z.string() }).nullish();

/** The answer to {@link pullRequestFields}. */
export const githubPullRequestSchema = z.object({
  number: z.number(),
  url: z.string(),
  title: z.string(),
  state: z.enum(['OPEN', 'CLOSED', 'MERGED']),
  headRefName: z.string(),
  headRefOid: z.string(),
  isDraft: z.boolean().optional(),
  mergeable: z.string().nullish(),
  baseRef: z
    .object({ target: z.object({ oid: z.string() }).nullish() })
    .nullish(),
  autoMergeRequest: z.object({ enabledAt: z.string().nullish() }).nullish(),
  isInMergeQueue: z.boolean().optional(),
  mergedAt: z.string().nullish(),
  mergedBy: actorSchema,
  mergeCommit: z.object({ oid: z.string() }).nullish(),
  reviewDecision: z.string().nullish(),
  latestOpinionatedReviews: nodes(
    z.object({
      state: z.string(),
      author: z.object({ __typename: z.string() }).nullish(),
      commit: z.object({ oid: z.string() }).nullish(),
    }),
  ),
  commits: nodes(
    z.object({
      commit: z.object({
        statusCheckRollup: rollupSchema.nullish(),
      }),
    }),
  ),
  timelineItems: nodes(z.object({ actor: actorSchema })),
});

type GithubPullRequest = z.infer<typeof githubPullRequestSchema>;

/** GitHub's words as ours. */
export function toPullRequest(raw: GithubPullRequest): PullRequest {
  const closedBy = raw.timelineItems?.nodes?.at(-1)?.actor?.login;
  return {
    number: raw.number,
    url: raw.url,
    title: raw.title,
    state: stateOf(raw),
    headBranch: raw.headRefName,
    headSha: raw.headRefOid,
    ...(raw.state === 'MERGED' && {
      mergeSha: raw.mergeCommit?.oid,
      mergedBy: raw.mergedBy?.login,
      mergedAt: raw.mergedAt ?? undefined,
    }),
    ...(raw.state === 'CLOSED' && closedBy && { closedBy }),
    mergeable: mergeableOf(raw.mergeable),
    checks: checksOf(raw.commits?.nodes?.at(-1)?.commit.statusCheckRollup),
    review: reviewOf(raw),
    approvals: approvalsOf(raw),
    ...(raw.state === 'OPEN' && {
      ...(raw.baseRef?.target && { baseSha: raw.baseRef.target.oid }),
      ...(raw.isDraft !== undefined && { draft: raw.isDraft }),
      ...autoMergeOf(raw),
    }),
  };
}

function stateOf({ state }: GithubPullRequest): PullRequest['state'] {
  if (state === 'MERGED') return 'merged';
  return state === 'OPEN' ? 'open' : 'closed';
}

function mergeableOf(
  mergeable: string | null | undefined,
): PullRequest['mergeable'] {
  if (mergeable === 'MERGEABLE') return 'mergeable';
  return mergeable === 'CONFLICTING' ? 'conflicting' : 'unknown';
}

/** People with write access who approved of the present head. */
function approvalsOf(raw: GithubPullRequest): number {
  const opinions = raw.latestOpinionatedReviews?.nodes ?? [];
  return opinions.filter(
    review =>
      review?.state === 'APPROVED' &&
      review.author?.__typename === 'User' &&
      review.commit?.oid === raw.headRefOid,
  ).length;
}

function autoMergeOf(raw: GithubPullRequest): Pick<PullRequest, 'autoMerge'> {
  if (raw.isInMergeQueue) return { autoMerge: 'queued' };
  return raw.autoMergeRequest ? { autoMerge: 'enabled' } : {};
}

/** GitHub decides only where a branch requires reviews; elsewhere the opinions that were given count. */
function reviewOf(raw: GithubPullRequest): PullRequest['review'] {
  const opinions = raw.latestOpinionatedReviews?.nodes ?? [];
  const has = (state: string) =>
    raw.reviewDecision
      ? raw.reviewDecision === state
      : opinions.some(review => review?.state === state);
  if (has('CHANGES_REQUESTED')) return 'changes-requested';
  if (has('APPROVED')) return 'approved';
  return raw.reviewDecision === 'REVIEW_REQUIRED' ? 'required' : 'none';
}

import { PullRequest } from '@fairlead/backstage-plugin-gitops-common';
import { z } from 'zod';
import { GiteaApi, GiteaRequest } from './GiteaApi';
import { GiteaRepository } from './GiteaRepository';
import { GiteaPullRequest, PullRequestContext } from './pullRequestFields';

/** As many as Gitea answers at once, unless it is configured otherwise. */
const PAGE = 50;
/** Statuses of Fairlead itself: it would wait for its own gates otherwise. */
const OWN = 'fairlead/';

interface ContextOptions {
  api: GiteaApi;
  repository: GiteaRepository;
  pullRequest: GiteaPullRequest;
}

const reviewSchema = z.object({
  state: z.string(),
  user: z.object({ login: z.string() }).nullish(),
  official: z.boolean().catch(false),
  dismissed: z.boolean().catch(false),
  commit_id: z.string().catch(''),
});
const eventSchema = z.object({
  type: z.string(),
  user: z.object({ login: z.string() }).nullish(),
});
const statusSchema = z.object({ context: z.string(), status: z.string() });

/** A commit status of any context. */
export type GiteaStatus = z.infer<typeof statusSchema>;

/** Checks, reviews and events: three requests for one that is open, one for one that is closed, none for one that is merged. */
export async function readContext(
  options: ContextOptions,
): Promise<PullRequestContext> {
  const { pullRequest } = options;
  if (pullRequest.merged) return contextOf({ ...options });
  if (pullRequest.state === 'closed') {
    return contextOf({ ...options, events: await readEvents(options) });
  }
  const [statuses, reviews, events] = await Promise.all([
    readStatuses({ ...options, sha: pullRequest.head.sha }),
    readReviews(options),
    readEvents(options),
  ]);
  return contextOf({ ...options, statuses, reviews, events });
}

/** The last status of each context of a commit. */
export async function readStatuses(options: {
  api: GiteaApi;
  repository: GiteaRepository;
  sha: string;
}): Promise<GiteaStatus[]> {
  const { sha } = options;
  return readPages({
    ...options,
    action: `read the statuses of commit ${sha}`,
    path: ['commits', sha, 'status'],
    schema: z
      .object({ statuses: z.array(statusSchema).nullish() })
      .transform(({ statuses }) => statuses ?? []),
  });
}

async function readReviews(options: ContextOptions) {
  const { number } = options.pullRequest;
  return readPages({
    ...options,
    action: `read the reviews of pull request ${number}`,
    path: ['pulls', String(number), 'reviews'],
    schema: z.array(reviewSchema),
  });
}

async function readEvents(options: ContextOptions) {
  const { number, state, closed_at: closedAt } = options.pullRequest;
  return readPages({
    ...options,
    action: `read what happened to pull request ${number}`,
    path: ['issues', String(number), 'timeline'],
    query: state === 'closed' && closedAt ? { since: closedAt } : {},
    schema: z
      .array(eventSchema)
      .nullish()
      .transform(events => events ?? []),
  });
}

async function readPages<T>(
  request: GiteaRequest<T[]> & { api: GiteaApi },
): Promise<T[]> {
  const all: T[] = [];
  for (let page = 1; ; page++) {
    const found = await request.api.request({
      ...request,
      query: { ...request.query, limit: PAGE, page },
    });
    all.push(...found);
    if (found.length < PAGE) return all;
  }
}

function contextOf(options: {
  pullRequest: GiteaPullRequest;
  statuses?: GiteaStatus[];
  reviews?: Array<z.infer<typeof reviewSchema>>;
  events?: Array<z.infer<typeof eventSchema>>;
}): PullRequestContext {
  const { pullRequest, statuses = [], reviews = [], events = [] } = options;
  const opinions = [
    ...new Map(
      reviews
        .filter(
          ({ state, official, dismissed }) =>
            official &&
            !dismissed &&
            (state === 'APPROVED' || state === 'REQUEST_CHANGES'),
        )
        .map(review => [review.user?.login, review]),
    ).values(),
  ];
  const has = (state: string) => opinions.some(each => each.state === state);
  const scheduling = events
    .filter(({ type }) => type.endsWith('scheduled_merge'))
    .at(-1);
  const closing = events.filter(({ type }) => type === 'close').at(-1);
  return {
    checks: checksOf(statuses),
    review: reviewOf(has),
    approvals: opinions.filter(
      ({ state, commit_id: commit }) =>
        state === 'APPROVED' && commit === pullRequest.head.sha,
    ).length,
    autoMerge: scheduling?.type === 'pull_scheduled_merge',
    ...(closing?.user && { closedBy: closing.user.login }),
  };
}

function reviewOf(has: (state: string) => boolean): PullRequest['review'] {
  if (has('REQUEST_CHANGES')) return 'changes-requested';
  return has('APPROVED') ? 'approved' : 'none';
}

function checksOf(statuses: GiteaStatus[]): PullRequest['checks'] {
  const states = statuses
    .filter(({ context }) => !context.startsWith(OWN))
    .map(({ status }) => status);
  if (states.length === 0) return 'none';
  if (states.every(state => state === 'success' || state === 'skipped')) {
    return 'passing';
  }
  return states.some(
    state => state !== 'pending' && state !== 'success' && state !== 'skipped',
  )
    ? 'failing'
    : 'pending';
}

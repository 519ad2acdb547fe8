import {
  ForgeDomain,
  PullRequest,
  pullRequestCommits,
  pullRequestFiles,
} from '../domain';
import { PageRepository } from './PageRepository';
import { Check, PullRequestDetails } from './PullRequestDetails';

/** Collects what the page of a pull request shows. */
export async function readPullRequestDetails(
  forge: ForgeDomain,
  options: { pullRequest: PullRequest; at: PageRepository },
): Promise<PullRequestDetails> {
  const { pullRequest, at } = options;
  const { repository, git } = at;
  const [commits, files, blocked] = await Promise.all([
    pullRequestCommits({ git, pullRequest }),
    pullRequestFiles({ git, pullRequest }),
    readObstacle(forge, pullRequest),
  ]);
  return {
    pullRequest,
    author: forge.users.get(pullRequest.authorId),
    mergedBy:
      pullRequest.mergedById === null
        ? undefined
        : forge.users.get(pullRequest.mergedById),
    labels: forge.triage.labelsOf(pullRequest),
    reviews: forge.reviews
      .list(pullRequest)
      .filter(({ state }) => state !== 'PENDING')
      .map(review => ({ review, author: forge.users.get(review.authorId) })),
    comments: forge.comments
      .list(pullRequest)
      .map(comment => ({ comment, author: forge.users.get(comment.authorId) })),
    waitingFor: [
      ...pullRequest.requestedReviewerIds.map(id => forge.users.get(id).login),
      ...pullRequest.requestedTeamIds.map(
        id => `${at.owner.login}/${forge.users.team(id).slug}`,
      ),
    ],
    checks: readChecks(forge, options),
    commits,
    files,
    waits: readWaiting(forge, pullRequest),
    blocked,
    methods: {
      merge: repository.allowMergeCommit,
      squash: repository.allowSquashMerge,
      rebase: repository.allowRebaseMerge,
    },
  };
}

/** Why it can't be merged, in a sentence; undefined when it can. */
async function readObstacle(
  forge: ForgeDomain,
  pullRequest: PullRequest,
): Promise<string | undefined> {
  if (pullRequest.state !== 'open') return undefined;
  const { state, obstacles, protection } =
    await forge.mergeability.of(pullRequest);
  if (state === 'dirty') {
    return `It is in conflict with ${pullRequest.base}: the conflict has to be solved on the branch first.`;
  }
  if (state === 'draft') return 'It is a draft.';
  if (state === 'unknown') return 'Its base branch is gone.';
  if (obstacles.length > 0) return obstacles.join(' ');
  return protection?.mergeQueue
    ? `${pullRequest.base} is merged to by its merge queue only.`
    : undefined;
}

function readWaiting(
  forge: ForgeDomain,
  { autoMerge, queueEntry }: PullRequest,
): string | undefined {
  const loginOf = (id: number) => forge.users.get(id).login;
  if (queueEntry) {
    return `${loginOf(queueEntry.enqueuedById)} put it into the merge queue.`;
  }
  return autoMerge
    ? `It is merged as soon as it can be: ${loginOf(autoMerge.enabledById)} wants so.`
    : undefined;
}

function readChecks(
  forge: ForgeDomain,
  options: { pullRequest: PullRequest; at: PageRepository },
): Check[] {
  const { repository } = options.at;
  const { headSha: sha, base } = options.pullRequest;
  const outcomes = forge.checks.outcomes(repository, sha);
  const stateOf = (name: string) => outcomes.get(name) ?? 'pending';
  const required =
    forge.protections.find(repository, base)?.checks?.contexts ?? [];
  return [
    ...required
      .filter(name => !outcomes.has(name))
      .map(name => ({
        name,
        state: stateOf(name),
        description: 'Required, and not reported yet',
        url: undefined,
      })),
    ...forge.checks
      .currentStatuses(repository, sha)
      .map(({ context, description, targetUrl }) => ({
        name: context,
        state: stateOf(context),
        description: description ?? '',
        url: webUrl(targetUrl),
      })),
    ...forge.checks
      .currentCheckRuns(repository, sha)
      .map(({ name, output, detailsUrl }) => ({
        name,
        state: stateOf(name),
        description: output.title ?? '',
        url: webUrl(detailsUrl),
      })),
  ];
}

/** Only what leads to a page: anything else could run a script. */
function webUrl(url: string | null): string | undefined {
  return url && /^https?:\/\//.test(url) ? url : undefined;
}

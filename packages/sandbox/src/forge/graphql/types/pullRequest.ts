import { PullRequest, Review } from '../../domain';
import { nodeId } from '../../domain/nodeIds';
import { accountSource } from '../accountSource';
import { connection, PageArgs } from '../connection';
import { readCommit } from '../gitObject';
import { FieldResolvers, GraphqlContext } from '../GraphqlContext';
import {
  labelSource,
  pullRequestPath,
  reviewSource,
  stateOf,
} from '../pullRequestSource';
import { readRollup } from '../rollup';
import { branchSource } from '../repositorySource';
import { PullRequestSource, ReviewSource } from '../sources';
import { teamSource } from '../teamSource';
import { timelineItems, TimelineItemsArgs } from '../timelineItems';
import { urlOf } from '../urls';
import { commentFields } from './commentFields';
import { pullRequestChanges } from './pullRequestChanges';
import { pullRequestMerge } from './pullRequestMerge';

type Fields = FieldResolvers<PullRequestSource>;

const path = ({ repo, pullRequest }: PullRequestSource) =>
  pullRequestPath(repo, pullRequest);

const reviewFields: Fields = {
  reviews: (
    source,
    args: PageArgs & { states?: string[] | null; author?: string | null },
    { forge },
  ) => {
    const author = args.author ? forge.users.find(args.author)?.id : undefined;
    const all = forge.reviews
      .list(source.pullRequest)
      .filter(
        ({ state, authorId }) =>
          (!args.states || args.states.includes(state)) &&
          (!args.author || authorId === author),
      );
    return connection('reviews', { all: toSources(source, all), args });
  },
  latestReviews: (source, args: PageArgs, { forge }) =>
    connection('latestReviews', {
      all: toSources(source, latest(forge.reviews.list(source.pullRequest))),
      args,
    }),
  latestOpinionatedReviews: (
    source,
    args: PageArgs & { writersOnly?: boolean | null },
    { forge },
  ) => {
    const { repository } = source.repo;
    const all = forge.reviews
      .latestOpinions(source.pullRequest)
      .filter(({ authorId }) => {
        const user = forge.users.get(authorId);
        return (
          !args.writersOnly ||
          forge.access.mayWrite(repository, { user, access: 'write' })
        );
      });
    return connection('latestOpinionatedReviews', {
      all: toSources(source, all),
      args,
    });
  },
  reviewRequests: ({ pullRequest }, args: PageArgs, { forge }) =>
    connection('reviewRequests', {
      all: [
        ...pullRequest.requestedReviewerIds.map(id =>
          accountSource(forge.users.get(id)),
        ),
        ...pullRequest.requestedTeamIds.map(id =>
          teamSource(forge.users.team(id), forge.users),
        ),
      ].map(requestedReviewer => ({ asCodeOwner: false, requestedReviewer })),
      args,
    }),
  reviewThreads: (_source, args: PageArgs) =>
    connection('reviewThreads', { all: [], args }),
};

export const pullRequestFields: Fields = {
  ...commentFields(({ pullRequest }: PullRequestSource) => ({
    authorId: pullRequest.authorId,
    body: pullRequest.body ?? '',
  })),
  ...reviewFields,
  ...pullRequestChanges,
  ...pullRequestMerge,
  id: ({ pullRequest }) => nodeId('PullRequest', pullRequest.id),
  databaseId: ({ pullRequest }) => pullRequest.id,
  fullDatabaseId: ({ pullRequest }) => String(pullRequest.id),
  number: ({ pullRequest }) => pullRequest.number,
  title: ({ pullRequest }) => pullRequest.title,
  titleHTML: ({ pullRequest }) => pullRequest.title,
  state: ({ pullRequest }) => stateOf(pullRequest),
  isDraft: ({ pullRequest }) => pullRequest.draft,
  closed: ({ pullRequest }) => pullRequest.state === 'closed',
  closedAt: ({ pullRequest }) => pullRequest.closedAt,
  createdAt: ({ pullRequest }) => pullRequest.createdAt,
  publishedAt: ({ pullRequest }) => pullRequest.createdAt,
  updatedAt: ({ pullRequest }) => pullRequest.updatedAt,
  locked: () => false,
  activeLockReason: () => null,
  milestone: () => null,
  repository: ({ repo }) => repo,
  baseRepository: ({ repo }) => repo,
  headRepository: ({ repo }) => repo,
  headRepositoryOwner: ({ repo }) => accountSource(repo.owner),
  isCrossRepository: () => false,
  maintainerCanModify: () => false,
  baseRefName: ({ pullRequest }) => pullRequest.base,
  baseRefOid: ({ pullRequest }) => pullRequest.baseSha,
  baseRef: ({ repo, pullRequest }) => branchSource(repo, pullRequest.base),
  headRefName: ({ pullRequest }) => pullRequest.head,
  headRefOid: ({ pullRequest }) => pullRequest.headSha,
  headRef: ({ repo, pullRequest }) => branchSource(repo, pullRequest.head),
  resourcePath: source => path(source),
  url: (source, _args, context) => urlOf(context, path(source)),
  permalink: (source, _args, context) => urlOf(context, path(source)),
  checksUrl: (source, _args, context) =>
    urlOf(context, `${path(source)}/checks`),
  labels: ({ repo, pullRequest }, args: PageArgs, { forge }) =>
    connection('labels', {
      all: forge.triage
        .labelsOf(pullRequest)
        .map(label => labelSource(repo, label)),
      args,
    }),
  assignees: ({ pullRequest }, args: PageArgs, { forge }) =>
    connection('assignees', {
      all: people(pullRequest.assigneeIds, forge),
      args,
    }),
  participants: ({ pullRequest }, args: PageArgs, { forge }) => {
    const ids = [
      pullRequest.authorId,
      ...forge.comments.list(pullRequest).map(({ authorId }) => authorId),
      ...forge.reviews.list(pullRequest).map(({ authorId }) => authorId),
    ];
    return connection('participants', {
      all: people([...new Set(ids)], forge),
      args,
    });
  },
  comments: ({ repo, pullRequest }, args: PageArgs, { forge }) =>
    connection('comments', {
      all: forge.comments.list(pullRequest).map(comment => ({
        __typename: 'IssueComment',
        repo,
        pullRequest,
        comment,
      })),
      args,
    }),
  totalCommentsCount: ({ pullRequest }, _args, { forge }) =>
    forge.comments.list(pullRequest).length,
  statusCheckRollup: ({ repo, pullRequest }, _args, context) =>
    readRollup(context, { repo, sha: pullRequest.headSha }),
  timelineItems: async (source, args: TimelineItemsArgs, context) =>
    timelineItems({ source, args, context }),
  mergeCommit: async ({ repo, pullRequest }) =>
    readCommit(repo, pullRequest.mergeSha),
};

function people(ids: number[], forge: GraphqlContext['forge']) {
  return ids
    .map(id => forge.users.get(id))
    .filter(({ type }) => type === 'User')
    .map(accountSource);
}

/** The last one of each person, in the order in which they were given. */
function latest(reviews: Review[]): Review[] {
  const byAuthor = new Map<number, Review>();
  for (const review of reviews) {
    if (review.state === 'PENDING') continue;
    byAuthor.delete(review.authorId);
    byAuthor.set(review.authorId, review);
  }
  return [...byAuthor.values()];
}

function toSources(
  {
    repo,
    pullRequest,
  }: { repo: ReviewSource['repo']; pullRequest: PullRequest },
  reviews: Review[],
): ReviewSource[] {
  return reviews.map(review => reviewSource({ repo, pullRequest, review }));
}

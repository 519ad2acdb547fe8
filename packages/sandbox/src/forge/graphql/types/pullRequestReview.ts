import { nodeId } from '../../domain/nodeIds';
import { connection, PageArgs } from '../connection';
import { readCommit } from '../gitObject';
import { FieldResolvers } from '../GraphqlContext';
import { pullRequestPath, pullRequestSource } from '../pullRequestSource';
import { ReviewSource } from '../sources';
import { urlOf } from '../urls';
import { commentFields } from './commentFields';

export const pullRequestReviewFields: FieldResolvers<ReviewSource> = {
  ...commentFields(({ review }: ReviewSource) => review),
  id: ({ review }) => nodeId('Review', review.id),
  databaseId: ({ review }) => review.id,
  fullDatabaseId: ({ review }) => String(review.id),
  state: ({ review }) => review.state,
  createdAt: ({ review }) => review.submittedAt,
  publishedAt: ({ review }) => review.submittedAt,
  updatedAt: ({ review }) => review.submittedAt,
  submittedAt: ({ review }) =>
    review.state === 'PENDING' ? null : review.submittedAt,
  commit: async ({ repo, review }) => readCommit(repo, review.commitSha),
  authorCanPushToRepository: () => true,
  comments: (_source, args: PageArgs) =>
    connection('comments', { all: [], args }),
  isMinimized: () => false,
  minimizedReason: () => null,
  viewerCanMinimize: () => false,
  viewerCanDelete: () => false,
  pullRequest: ({ repo, pullRequest }) => pullRequestSource(repo, pullRequest),
  repository: ({ repo }) => repo,
  resourcePath: source => path(source),
  url: (source, _args, context) => urlOf(context, path(source)),
};

function path({ repo, pullRequest, review }: ReviewSource): string {
  return `${pullRequestPath(repo, pullRequest)}#pullrequestreview-${review.id}`;
}

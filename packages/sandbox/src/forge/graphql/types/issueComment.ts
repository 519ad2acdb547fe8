import { nodeId } from '../../domain/nodeIds';
import { FieldResolvers } from '../GraphqlContext';
import { pullRequestPath, pullRequestSource } from '../pullRequestSource';
import { CommentSource } from '../sources';
import { urlOf } from '../urls';
import { commentFields } from './commentFields';

export const issueCommentFields: FieldResolvers<CommentSource> = {
  ...commentFields(({ comment }: CommentSource) => comment),
  id: ({ comment }) => nodeId('Comment', comment.id),
  databaseId: ({ comment }) => comment.id,
  fullDatabaseId: ({ comment }) => String(comment.id),
  createdAt: ({ comment }) => comment.createdAt,
  publishedAt: ({ comment }) => comment.createdAt,
  updatedAt: ({ comment }) => comment.updatedAt,
  isMinimized: () => false,
  minimizedReason: () => null,
  viewerCanMinimize: () => false,
  viewerCanDelete: (_source, _args, { actor }) => actor.access === 'write',
  pullRequest: ({ repo, pullRequest }) => pullRequestSource(repo, pullRequest),
  repository: ({ repo }) => repo,
  resourcePath: source => path(source),
  url: (source, _args, context) => urlOf(context, path(source)),
};

function path({ repo, pullRequest, comment }: CommentSource): string {
  return `${pullRequestPath(repo, pullRequest)}#issuecomment-${comment.id}`;
}

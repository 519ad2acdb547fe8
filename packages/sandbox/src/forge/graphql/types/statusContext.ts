import { nodeId } from '../../domain/nodeIds';
import { accountSource } from '../accountSource';
import { readCommit } from '../gitObject';
import { FieldResolvers } from '../GraphqlContext';
import { StatusSource } from '../sources';
import { urlOf } from '../urls';

export const statusContextFields: FieldResolvers<StatusSource> = {
  id: ({ status }) => nodeId('CommitStatus', status.id),
  context: ({ status }) => status.context,
  state: ({ status }) => status.state.toUpperCase(),
  description: ({ status }) => status.description,
  targetUrl: ({ status }) => status.targetUrl,
  createdAt: ({ status }) => status.createdAt,
  creator: ({ status }, _args, { forge }) =>
    accountSource(forge.users.get(status.creatorId)),
  avatarUrl: ({ status }, _args, context) =>
    urlOf(context, `/avatars/u/${status.creatorId}`),
  commit: async ({ repo, status }) => readCommit(repo, status.sha),
};

import { nodeId } from '../../domain/nodeIds';
import { FieldResolvers } from '../GraphqlContext';
import { AccountSource } from '../sources';
import { accountPath, urlOf } from '../urls';

/** What people, organizations and bots have in common. */
export const actorFields: FieldResolvers<AccountSource> = {
  id: ({ account }) => nodeId(account.type, account.id),
  databaseId: ({ account }) => account.id,
  // GraphQL names a bot without the suffix that REST gives it.
  login: ({ account }) => account.login.replace(/\[bot\]$/, ''),
  avatarUrl: ({ account }, _args, context) =>
    urlOf(context, `/avatars/u/${account.id}`),
  resourcePath: ({ account }) => accountPath(account),
  url: ({ account }, _args, context) => urlOf(context, accountPath(account)),
  createdAt: ({ account }) => account.createdAt,
  updatedAt: ({ account }) => account.createdAt,
};

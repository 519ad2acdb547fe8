import { User } from '../../domain';
import { accountSource } from '../accountSource';
import { GithubProblem } from '../GithubProblem';
import { FieldResolvers } from '../GraphqlContext';
import { readNode } from '../readNode';
import { findRepository } from '../repositorySource';
import { AccountSource } from '../sources';

export const queryFields: FieldResolvers<unknown> = {
  id: () => 'Query',
  relay: () => ({}),
  viewer: (_source, _args, { actor }) => ({
    // Also an app's bot reads itself as a user.
    ...accountSource(actor.user),
    __typename: 'User',
  }),
  rateLimit: (_source, _args, { rateLimit }) => rateLimit,
  meta: () => ({ gitHubServicesSha: '0'.repeat(40) }),
  repository: async (_source, args: { owner: string; name: string }, context) =>
    (await findRepository(context, args)) ??
    missing(`a Repository with the name '${args.owner}/${args.name}'`),
  repositoryOwner: (_source, args: { login: string }, { forge }) => {
    const found = forge.users.find(args.login);
    return found && found.type !== 'Bot' ? accountSource(found) : null;
  },
  organization: (_source, args: { login: string }, { forge }) =>
    account(forge.users.find(args.login), 'Organization') ??
    missing(`an Organization with the login of '${args.login}'`),
  user: (_source, args: { login: string }, { forge }) =>
    account(forge.users.find(args.login), 'User') ??
    missing(`a User with the login of '${args.login}'`),
  node: async (_source, args: { id: string }, context) =>
    (await readNode(context, args.id)) ?? missingNode(args.id),
  nodes: async (_source, args: { ids: string[] }, context) =>
    Promise.all(
      // One that is missing is an error of its own, next to the others.
      args.ids.map(async id => {
        const found = await readNode(context, id);
        return found ?? notFound(`a node with the global id of '${id}'`);
      }),
    ),
};

function account(
  found: User | undefined,
  type: User['type'],
): AccountSource | undefined {
  return found?.type === type ? accountSource(found) : undefined;
}

function missingNode(id: string): never {
  return missing(`a node with the global id of '${id}'`);
}

function missing(what: string): never {
  throw notFound(what);
}

function notFound(what: string): GithubProblem {
  return new GithubProblem('NOT_FOUND', `Could not resolve to ${what}.`);
}

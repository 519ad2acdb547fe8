import { accountSource } from '../accountSource';
import { connection, PageArgs } from '../connection';
import { FieldResolvers } from '../GraphqlContext';
import { AccountSource, TeamSource } from '../sources';
import { urlOf } from '../urls';
import { actorFields } from './actorFields';
import { repositoryOwnerFields } from './repositoryOwnerFields';

export const organizationFields: FieldResolvers<AccountSource> = {
  ...actorFields,
  ...repositoryOwnerFields,
  name: ({ account }) => account.name,
  description: () => null,
  email: ({ account }) => account.email || null,
  location: () => null,
  websiteUrl: () => null,
  isVerified: () => false,
  viewerIsAMember: (_source, _args, { actor }) => actor.user.type === 'User',
  viewerCanAdminister: (_source, _args, { actor }) => actor.access === 'write',
  teamsUrl: ({ account }, _args, context) =>
    urlOf(context, `/orgs/${account.login}/teams`),
  membersWithRole: (_source, args: PageArgs, { forge }) => {
    const page = connection('membersWithRole', {
      all: forge.users.people().map(accountSource),
      args,
    });
    return {
      ...page,
      edges: page.edges.map(edge => ({
        ...edge,
        role: 'MEMBER',
        hasTwoFactorEnabled: null,
      })),
    };
  },
  team: ({ account }, args: { slug: string }, { forge }) => {
    const team = forge.users.findTeam({
      organization: account,
      slug: args.slug,
    });
    return team ? { __typename: 'Team', team, organization: account } : null;
  },
  teams: (
    { account },
    args: PageArgs & { userLogins?: string[] | null; query?: string | null },
    { forge },
  ) => {
    const wanted = args.userLogins?.flatMap(
      login => forge.users.find(login)?.id ?? [],
    );
    const all = forge.users
      .teamsOf(account)
      .filter(
        ({ memberIds, name }) =>
          (!wanted || memberIds.some(id => wanted.includes(id))) &&
          (!args.query ||
            name.toLowerCase().includes(args.query.toLowerCase())),
      )
      .map((team): TeamSource => ({
        __typename: 'Team',
        team,
        organization: account,
      }));
    return connection('teams', { all, args });
  },
};

import { nodeId } from '../../domain/nodeIds';
import { accountSource } from '../accountSource';
import { connection, PageArgs } from '../connection';
import { FieldResolvers, GraphqlContext } from '../GraphqlContext';
import { TeamSource } from '../sources';
import { urlOf } from '../urls';

export const teamFields: FieldResolvers<TeamSource> = {
  id: ({ team }) => nodeId('Team', team.id),
  databaseId: ({ team }) => team.id,
  slug: ({ team }) => team.slug,
  combinedSlug: ({ team, organization }) =>
    `${organization.login}/${team.slug}`,
  name: ({ team }) => team.name,
  description: ({ team }) => team.description || null,
  privacy: () => 'VISIBLE',
  createdAt: ({ team }) => team.createdAt,
  updatedAt: ({ team }) => team.createdAt,
  avatarUrl: ({ team }, _args, context) =>
    urlOf(context, `/avatars/t/${team.id}`),
  organization: ({ organization }) => accountSource(organization),
  // Teams of the forge are not nested.
  parentTeam: () => null,
  childTeams: (_source, args: PageArgs) =>
    connection('childTeams', { all: [], args }),
  resourcePath: source => path(source),
  url: (source, _args, context) => urlOf(context, path(source)),
  editTeamUrl: (source, _args, context) =>
    urlOf(context, `${path(source)}/edit`),
  membersUrl: (source, _args, context) =>
    urlOf(context, `${path(source)}/members`),
  members: (source, args: PageArgs & { query?: string | null }, context) => {
    const page = connection('members', {
      all: members(source, context)
        .filter(({ login }) => !args.query || login.includes(args.query))
        .map(accountSource),
      args,
    });
    return {
      ...page,
      edges: page.edges.map(edge => ({ ...edge, role: 'MEMBER' })),
    };
  },
};

function members({ team }: TeamSource, { forge }: GraphqlContext) {
  return team.memberIds.map(id => forge.users.get(id));
}

function path({ team, organization }: TeamSource): string {
  return `/orgs/${organization.login}/teams/${team.slug}`;
}

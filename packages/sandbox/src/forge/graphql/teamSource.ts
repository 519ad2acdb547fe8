import { Team } from '../domain';
import { Users } from '../domain/Users';
import { TeamSource } from './sources';

/** A team as what GraphQL resolves. */
export function teamSource(team: Team, users: Users): TeamSource {
  return {
    __typename: 'Team',
    team,
    organization: users.get(team.organizationId),
  };
}

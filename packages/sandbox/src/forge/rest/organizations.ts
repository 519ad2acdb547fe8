import { NotFoundError } from '@backstage/errors';
import { Request } from 'express';
import { z } from 'zod';
import { Team, User } from '../domain';
import { readable, writer } from './locate';
import {
  presentFullOrganization,
  presentFullTeam,
  presentTeam,
  presentUser,
} from './present/user';
import { bodyOf, paginate } from './query';
import { RestRoutes, viewOf } from './RestContext';

const teamSchema = z.object({
  name: z.string().min(1),
  description: z.string().nullish(),
  maintainers: z.array(z.string()).optional(),
});
const permissionSchema = z.object({ permission: z.string().default('push') });

/** Organizations, their members and teams. */
export const organizationRoutes: RestRoutes = (router, context) => {
  const { forge } = context;
  const baseUrl = forge.urls.base;
  const organizationOf = (request: Request): User => {
    const organization = forge.users.byLogin(request.params.org);
    if (organization.type !== 'Organization') {
      throw new NotFoundError('Not Found');
    }
    return organization;
  };
  const teamOf = (request: Request): Team => {
    const organization = organizationOf(request);
    const slug = request.params.team;
    const team = forge.users.findTeam({ organization, slug });
    if (!team) throw new NotFoundError('Not Found');
    return team;
  };

  router.get('/orgs/:org', (request, response) => {
    const organization = organizationOf(request);
    response.json(
      presentFullOrganization(viewOf(context, request), organization),
    );
  });

  router.get('/orgs/:org/members', (request, response) => {
    organizationOf(request);
    const page = paginate(forge.users.people(), { request, response, baseUrl });
    const view = viewOf(context, request);
    response.json(page.map(user => presentUser(view, user)));
  });

  router.get('/orgs/:org/teams', (request, response) => {
    const teams = forge.users.teamsOf(organizationOf(request));
    const page = paginate(teams, { request, response, baseUrl });
    const view = viewOf(context, request);
    response.json(page.map(team => presentTeam(view, team)));
  });

  router.post('/orgs/:org/teams', (request, response) => {
    const organization = organizationOf(request);
    const actor = writer(request);
    const body = bodyOf(request, { resource: 'Team', schema: teamSchema });
    const maintainers = body.maintainers ?? [actor.login];
    const team = forge.users.putTeam({
      organization,
      name: body.name,
      description: body.description ?? '',
      memberIds: maintainers.map(login => forge.users.byLogin(login).id),
    });
    response.status(201).json(presentFullTeam(viewOf(context, request), team));
  });

  router.get('/orgs/:org/teams/:team', (request, response) => {
    const team = teamOf(request);
    response.json(presentFullTeam(viewOf(context, request), team));
  });

  router.get('/orgs/:org/teams/:team/members', (request, response) => {
    const { memberIds } = teamOf(request);
    const page = paginate(memberIds, { request, response, baseUrl });
    const view = viewOf(context, request);
    response.json(page.map(id => presentUser(view, forge.users.get(id))));
  });

  router.put(
    '/orgs/:org/teams/:team/repos/:owner/:repo',
    (request, response) => {
      const team = teamOf(request);
      writer(request);
      const { repository } = readable(context, request);
      const { permission } = bodyOf(request, {
        resource: 'Team',
        schema: permissionSchema,
      });
      forge.repositories.update(repository, {
        teams: [
          ...repository.teams.filter(({ teamId }) => teamId !== team.id),
          { teamId: team.id, permission },
        ],
      });
      response.status(204).end();
    },
  );
};

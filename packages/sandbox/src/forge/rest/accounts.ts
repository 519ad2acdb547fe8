import { NotFoundError } from '@backstage/errors';
import { requireActor } from '../http/actor';
import { presentFullUser, presentOrganization } from './present/user';
import { paginate } from './query';
import { RestRoutes, viewOf } from './RestContext';

/** Users, and who one is. */
export const accountRoutes: RestRoutes = (router, context) => {
  const { forge } = context;
  const organizations = () =>
    forge.users.all().filter(({ type }) => type === 'Organization');

  router.get('/user', (request, response) => {
    const { user } = requireActor(request);
    response.json(presentFullUser(viewOf(context, request), user));
  });

  router.get('/user/orgs', (request, response) => {
    requireActor(request);
    const page = paginate(organizations(), {
      request,
      response,
      baseUrl: forge.urls.base,
    });
    const view = viewOf(context, request);
    response.json(page.map(each => presentOrganization(view, each)));
  });

  router.get('/users/:username', (request, response) => {
    const user = forge.users.byLogin(request.params.username);
    response.json(presentFullUser(viewOf(context, request), user));
  });

  router.get('/users/:username/orgs', (request, response) => {
    const user = forge.users.byLogin(request.params.username);
    if (user.type !== 'User') throw new NotFoundError('Not Found');
    const page = paginate(organizations(), {
      request,
      response,
      baseUrl: forge.urls.base,
    });
    const view = viewOf(context, request);
    response.json(page.map(each => presentOrganization(view, each)));
  });
};

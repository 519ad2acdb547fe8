import { z } from 'zod';
import { timestamp } from '../git/objectFormats';
import { readable, writable } from './locate';
import { presentUser } from './present/user';
import { bodyOf } from './query';
import { RestRoutes, viewOf } from './RestContext';

const topicsSchema = z.object({ names: z.array(z.string()) });
const collaboratorSchema = z.object({ permission: z.string().default('push') });
const subscriptionSchema = z.object({
  subscribed: z.boolean().default(false),
  ignored: z.boolean().default(false),
});

/** Topics, collaborators, and lists that are always empty here. */
export const repositorySettingsRoutes: RestRoutes = (router, context) => {
  const { forge } = context;

  router.get('/repos/:owner/:repo/topics', (request, response) => {
    response.json({ names: readable(context, request).repository.topics });
  });

  router.put('/repos/:owner/:repo/topics', (request, response) => {
    const { repository } = writable(context, request);
    const { names } = bodyOf(request, {
      resource: 'Repository',
      schema: topicsSchema,
    });
    const topics = names.map(name => name.toLowerCase());
    forge.repositories.update(repository, { topics });
    response.json({ names: topics });
  });

  router.put(
    '/repos/:owner/:repo/collaborators/:username',
    (request, response) => {
      const { repository } = writable(context, request);
      const user = forge.users.byLogin(request.params.username);
      const { permission } = bodyOf(request, {
        resource: 'Repository',
        schema: collaboratorSchema,
      });
      forge.repositories.update(repository, {
        collaborators: [
          ...repository.collaborators.filter(
            ({ userId }) => userId !== user.id,
          ),
          { userId: user.id, permission },
        ],
      });
      response.status(204).end();
    },
  );

  router.get(
    '/repos/:owner/:repo/collaborators/:username/permission',
    (request, response) => {
      const { repository } = readable(context, request);
      const user = forge.users.byLogin(request.params.username);
      const mayWrite = forge.access.mayWrite(repository, {
        user,
        access: 'write',
      });
      const permission = mayWrite ? 'admin' : 'read';
      response.json({
        permission,
        role_name: permission,
        user: {
          ...presentUser(viewOf(context, request), user),
          permissions: {
            admin: mayWrite,
            maintain: mayWrite,
            push: mayWrite,
            triage: mayWrite,
            pull: true,
          },
          role_name: permission,
        },
      });
    },
  );

  router.put('/repos/:owner/:repo/subscription', (request, response) => {
    const { repository } = readable(context, request);
    const body = bodyOf(request, {
      resource: 'Subscription',
      schema: subscriptionSchema,
    });
    const url = forge.urls.repositoryApi(repository);
    response.json({
      ...body,
      reason: null,
      created_at: timestamp(),
      url: `${url}/subscription`,
      repository_url: url,
    });
  });

  router.get('/repos/:owner/:repo/languages', (request, response) => {
    readable(context, request);
    response.json({});
  });

  router.get('/repos/:owner/:repo/forks', (request, response) => {
    readable(context, request);
    response.json([]);
  });
};

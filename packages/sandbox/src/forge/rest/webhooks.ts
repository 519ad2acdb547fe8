import { NotFoundError } from '@backstage/errors';
import { Request } from 'express';
import { z } from 'zod';
import { Repository, User, ValidationError, Webhook } from '../domain';
import { writable, writer } from './locate';
import { presentWebhook } from './present/webhook';
import { bodyOf, paginate } from './query';
import { RestRoutes, viewOf } from './RestContext';

const configSchema = z.object({
  url: z.string().optional(),
  content_type: z.enum(['json', 'form']).optional(),
  secret: z.string().nullish(),
  insecure_ssl: z.union([z.string(), z.number()]).optional(),
});
const webhookSchema = z.object({
  config: configSchema.default({}),
  events: z.array(z.string()).optional(),
  active: z.boolean().optional(),
});

/** Webhooks of repositories and organizations. */
export const webhookRoutes: RestRoutes = (router, context) => {
  const { forge, webhooks } = context;
  const baseUrl = forge.urls.base;

  const add = (
    path: string,
    parentOf: (request: Request) => {
      repository?: Repository;
      owner?: User;
    },
  ) => {
    const present = (request: Request, webhook: Webhook) =>
      presentWebhook(viewOf(context, request), {
        webhook,
        outcome: webhooks.lastOutcome(webhook),
      });
    const webhookIn = (request: Request): Webhook => {
      const webhook = forge.webhooks
        .list(parentOf(request))
        .find(({ id }) => id === Number(request.params.hook));
      if (!webhook) throw new NotFoundError('Not Found');
      return webhook;
    };
    const body = (request: Request) =>
      bodyOf(request, { resource: 'Hook', schema: webhookSchema });

    router.get(path, (request, response) => {
      const all = forge.webhooks.list(parentOf(request));
      const page = paginate(all, { request, response, baseUrl });
      response.json(page.map(webhook => present(request, webhook)));
    });

    router.post(path, (request, response) => {
      const parent = parentOf(request);
      const { config, events, active } = body(request);
      const { url } = config;
      if (!url || !URL.canParse(url)) {
        throw new ValidationError([
          {
            resource: 'Hook',
            code: 'custom',
            field: 'url',
            message: 'url is missing or not a URL',
          },
        ]);
      }
      if (forge.webhooks.list(parent).some(hook => hook.url === url)) {
        throw new ValidationError([
          {
            resource: 'Hook',
            code: 'custom',
            message: 'Hook already exists on this repository',
          },
        ]);
      }
      const webhook = forge.webhooks.put({
        ...parent,
        url,
        secret: config.secret,
        contentType: config.content_type ?? 'form',
        events: events ?? ['push'],
        active,
      });
      webhooks.ping(webhook);
      response.status(201).json(present(request, webhook));
    });

    router.get(`${path}/:hook`, (request, response) => {
      response.json(present(request, webhookIn(request)));
    });

    router.patch(`${path}/:hook`, (request, response) => {
      const { config, events, active } = body(request);
      const webhook = webhookIn(request);
      const updated = forge.webhooks.update(webhook, {
        url: config.url ?? webhook.url,
        secret: config.secret ?? webhook.secret,
        contentType: config.content_type ?? webhook.contentType,
        events: events ?? webhook.events,
        active: active ?? webhook.active,
      });
      response.json(present(request, updated));
    });

    router.delete(`${path}/:hook`, (request, response) => {
      forge.webhooks.delete(webhookIn(request));
      response.status(204).end();
    });

    router.post(`${path}/:hook/pings`, (request, response) => {
      webhooks.ping(webhookIn(request));
      response.status(204).end();
    });
  };

  add('/repos/:owner/:repo/hooks', request => ({
    repository: writable(context, request).repository,
  }));
  add('/orgs/:org/hooks', request => {
    writer(request);
    return { owner: forge.users.byLogin(request.params.org) };
  });
};

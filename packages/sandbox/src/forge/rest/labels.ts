import { NotFoundError } from '@backstage/errors';
import { Request } from 'express';
import { z } from 'zod';
import { Label, PullRequest } from '../domain';
import { pullRequestIn, readable, writable } from './locate';
import { presentLabel } from './present/pullRequest';
import { bodyOf, paginate } from './query';
import { RestRoutes, viewOf } from './RestContext';

const newSchema = z.object({
  name: z.string().min(1),
  color: z.string().optional(),
  description: z.string().nullish(),
});
const editSchema = z.object({
  new_name: z.string().min(1).optional(),
  color: z.string().optional(),
  description: z.string().nullish(),
});
const named = z.union([
  z.string(),
  z.object({ name: z.string() }).transform(({ name }) => name),
]);
const namesSchema = z.union([
  z.array(named),
  z
    .object({ labels: z.array(named).default([]) })
    .transform(({ labels }) => labels),
]);
const labels = '/repos/:owner/:repo/labels';
const issueLabels = '/repos/:owner/:repo/issues/:number/labels';

/** Labels of a repository and of its pull requests. */
export const labelRoutes: RestRoutes = (router, context) => {
  const { forge } = context;
  const baseUrl = forge.urls.base;
  const located = (request: Request) => {
    const { repository, actor } = writable(context, request);
    const pullRequest = pullRequestIn(context, request, repository);
    return { repository, actor, pullRequest };
  };
  const present = (request: Request, all: Label[]) => {
    const { repository } = readable(context, request);
    const view = viewOf(context, request);
    return all.map(label => presentLabel(view, { repository, label }));
  };
  const presentOf = (request: Request, pullRequest: PullRequest) =>
    present(request, forge.triage.labelsOf(pullRequest));

  router.get(labels, (request, response) => {
    const { repository } = readable(context, request);
    const page = paginate(forge.labels.list(repository), {
      request,
      response,
      baseUrl,
    });
    response.json(present(request, page));
  });

  router.post(labels, (request, response) => {
    const { repository } = writable(context, request);
    const body = bodyOf(request, { resource: 'Label', schema: newSchema });
    const label = forge.labels.create({ repository, ...body });
    response.status(201).json(present(request, [label])[0]);
  });

  router.get(`${labels}/:name`, (request, response) => {
    const { repository } = readable(context, request);
    const label = forge.labels.byName(repository, request.params.name);
    response.json(present(request, [label])[0]);
  });

  router.patch(`${labels}/:name`, (request, response) => {
    const { repository } = writable(context, request);
    const body = bodyOf(request, { resource: 'Label', schema: editSchema });
    const label = forge.labels.byName(repository, request.params.name);
    const updated = forge.labels.update(label, {
      name: body.new_name ?? label.name,
      color: body.color ?? label.color,
      description:
        body.description === undefined ? label.description : body.description,
    });
    response.json(present(request, [updated])[0]);
  });

  router.delete(`${labels}/:name`, (request, response) => {
    const { repository, actor } = writable(context, request);
    const label = forge.labels.byName(repository, request.params.name);
    for (const pullRequest of forge.pullRequests.list(repository)) {
      forge.triage.removeLabel({ pullRequest, actor, label });
    }
    forge.labels.delete(label);
    response.status(204).end();
  });

  router.get(issueLabels, (request, response) => {
    const { repository } = readable(context, request);
    const pullRequest = pullRequestIn(context, request, repository);
    response.json(presentOf(request, pullRequest));
  });

  router.post(issueLabels, (request, response) => {
    const { pullRequest, actor } = located(request);
    const names = bodyOf(request, { resource: 'Label', schema: namesSchema });
    const updated = forge.triage.addLabels({ pullRequest, actor, names });
    response.json(presentOf(request, updated));
  });

  router.put(issueLabels, (request, response) => {
    const { pullRequest, actor } = located(request);
    const names = bodyOf(request, { resource: 'Label', schema: namesSchema });
    const updated = forge.triage.setLabels({ pullRequest, actor, names });
    response.json(presentOf(request, updated));
  });

  router.delete(issueLabels, (request, response) => {
    const { pullRequest, actor } = located(request);
    forge.triage.setLabels({ pullRequest, actor, names: [] });
    response.status(204).end();
  });

  router.delete(`${issueLabels}/:name`, (request, response) => {
    const { repository, pullRequest, actor } = located(request);
    const label = forge.labels.byName(repository, request.params.name);
    if (!pullRequest.labelIds.includes(label.id)) {
      throw new NotFoundError('Label does not exist');
    }
    const updated = forge.triage.removeLabel({ pullRequest, actor, label });
    response.json(presentOf(request, updated));
  });
};

import { NotFoundError } from '@backstage/errors';
import { Request } from 'express';
import { z } from 'zod';
import { Comment, User } from '../domain';
import { pullRequestIn, readable, writable } from './locate';
import { presentComment, presentIssue } from './present/conversation';
import { bodyOf, paginate, param } from './query';
import { RestRoutes, viewOf } from './RestContext';

const commentSchema = z.object({ body: z.string().min(1) });
const assigneesSchema = z.object({
  assignees: z.array(z.string()).default([]),
});
const issueSchema = z.object({
  title: z.string().min(1).optional(),
  body: z.string().nullish(),
  state: z.enum(['open', 'closed']).optional(),
  labels: z.array(z.string()).optional(),
  assignees: z.array(z.string()).optional(),
});
const issues = '/repos/:owner/:repo/issues';

/** Conversations: pull requests seen as issues, their comments and assignees. There are no other issues. */
export const commentRoutes: RestRoutes = (router, context) => {
  const { forge } = context;
  const baseUrl = forge.urls.base;
  const issueIn = (request: Request) => {
    const { repository } = readable(context, request);
    return pullRequestIn(context, request, repository);
  };
  const commentIn = (request: Request): Comment => {
    const { repository } = readable(context, request);
    const comment = forge.comments.get(Number(request.params.id));
    const pullRequest = forge.pullRequests.get(comment.pullRequestId);
    if (pullRequest.repositoryId !== repository.id) {
      throw new NotFoundError('Not Found');
    }
    return comment;
  };
  const usersOf = (logins: string[]): User[] =>
    logins.flatMap(login => forge.users.find(login) ?? []);

  router.get(issues, (request, response) => {
    const { repository } = readable(context, request);
    const state = param(request, 'state') ?? 'open';
    const labels = param(request, 'labels')?.split(',') ?? [];
    const found = forge.pullRequests
      .list(repository, {
        ...((state === 'open' || state === 'closed') && { state }),
      })
      .filter(pullRequest => {
        const names = forge.triage.labelsOf(pullRequest).map(each => each.name);
        return labels.every(label => names.includes(label));
      });
    const page = paginate(found, { request, response, baseUrl });
    const view = viewOf(context, request);
    response.json(page.map(each => presentIssue(view, each)));
  });

  router.get(`${issues}/comments/:id`, (request, response) => {
    response.json(presentComment(viewOf(context, request), commentIn(request)));
  });

  router.patch(`${issues}/comments/:id`, (request, response) => {
    const { actor } = writable(context, request);
    const { body } = bodyOf(request, {
      resource: 'IssueComment',
      schema: commentSchema,
    });
    const comment = commentIn(request);
    const edited = forge.comments.edit({ comment, actor, body });
    response.json(presentComment(viewOf(context, request), edited));
  });

  router.delete(`${issues}/comments/:id`, (request, response) => {
    const { actor } = writable(context, request);
    forge.comments.delete({ comment: commentIn(request), actor });
    response.status(204).end();
  });

  router.get(`${issues}/:number`, (request, response) => {
    response.json(presentIssue(viewOf(context, request), issueIn(request)));
  });

  router.patch(`${issues}/:number`, async (request, response) => {
    const { actor } = writable(context, request);
    const pullRequest = issueIn(request);
    const { state, labels, assignees, ...text } = bodyOf(request, {
      resource: 'Issue',
      schema: issueSchema,
    });
    if (Object.keys(text).length > 0) {
      forge.pullRequests.edit({ pullRequest, actor, ...text });
    }
    if (labels) forge.triage.setLabels({ pullRequest, actor, names: labels });
    if (assignees) {
      const users = usersOf(assignees);
      forge.triage.setAssignees({ pullRequest, actor, users });
    }
    if (state === 'closed') forge.pullRequests.close({ pullRequest, actor });
    if (state === 'open') {
      await forge.pullRequests.reopen({ pullRequest, actor });
    }
    const updated = forge.pullRequests.get(pullRequest.id);
    response.json(presentIssue(viewOf(context, request), updated));
  });

  router.get(`${issues}/:number/comments`, (request, response) => {
    const page = paginate(forge.comments.list(issueIn(request)), {
      request,
      response,
      baseUrl,
    });
    const view = viewOf(context, request);
    response.json(page.map(comment => presentComment(view, comment)));
  });

  router.post(`${issues}/:number/comments`, (request, response) => {
    const { actor } = writable(context, request);
    const pullRequest = issueIn(request);
    const { body } = bodyOf(request, {
      resource: 'IssueComment',
      schema: commentSchema,
    });
    const comment = forge.comments.add({ pullRequest, actor, body });
    response
      .status(201)
      .json(presentComment(viewOf(context, request), comment));
  });

  const changeAssignees = (request: Request, isAdded: boolean) => {
    const { actor } = writable(context, request);
    const pullRequest = issueIn(request);
    const { assignees } = bodyOf(request, {
      resource: 'Issue',
      schema: assigneesSchema,
    });
    const named = usersOf(assignees).map(({ id }) => id);
    const others = pullRequest.assigneeIds.filter(id => !named.includes(id));
    const ids = isAdded ? [...others, ...named] : others;
    return forge.triage.setAssignees({
      pullRequest,
      actor,
      users: ids.map(id => forge.users.get(id)),
    });
  };

  router.post(`${issues}/:number/assignees`, (request, response) => {
    const updated = changeAssignees(request, true);
    response.status(201).json(presentIssue(viewOf(context, request), updated));
  });

  router.delete(`${issues}/:number/assignees`, (request, response) => {
    const updated = changeAssignees(request, false);
    response.json(presentIssue(viewOf(context, request), updated));
  });
};

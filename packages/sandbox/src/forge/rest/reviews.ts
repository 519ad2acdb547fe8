import { Request } from 'express';
import { z } from 'zod';
import { Repository, Team, User, ValidationError } from '../domain';
import { pullRequestIn, readable, writable } from './locate';
import { presentReview } from './present/conversation';
import { presentSimplePullRequest } from './present/pullRequest';
import { presentTeam, presentUser } from './present/user';
import { bodyOf, paginate } from './query';
import { RestRoutes, viewOf } from './RestContext';

const path = '/repos/:owner/:repo/pulls/:number';
const states = {
  APPROVE: 'APPROVED',
  REQUEST_CHANGES: 'CHANGES_REQUESTED',
  COMMENT: 'COMMENTED',
} as const;
const eventSchema = z.enum(['APPROVE', 'REQUEST_CHANGES', 'COMMENT']);
const reviewSchema = z.object({
  commit_id: z.string().optional(),
  body: z.string().optional(),
  event: eventSchema.optional(),
});
const finishSchema = z.object({
  body: z.string().optional(),
  event: eventSchema,
});
const dismissSchema = z.object({ message: z.string() });
const reviewersSchema = z.object({
  reviewers: z.array(z.string()).default([]),
  team_reviewers: z.array(z.string()).default([]),
});

/** Reviews, and who is asked for one. */
export const reviewRoutes: RestRoutes = (router, context) => {
  const { forge } = context;
  const baseUrl = forge.urls.base;
  const located = (request: Request) => {
    const { repository, actor } = writable(context, request);
    return {
      actor,
      repository,
      pullRequest: pullRequestIn(context, request, repository),
    };
  };
  const reviewIn = (request: Request) => {
    const { repository } = readable(context, request);
    const pullRequest = pullRequestIn(context, request, repository);
    return forge.reviews.of(pullRequest, Number(request.params.review));
  };
  const reviewersIn = (
    request: Request,
    repository: Repository,
  ): { users: User[]; teams: Team[] } => {
    const body = bodyOf(request, {
      resource: 'PullRequest',
      schema: reviewersSchema,
    });
    const organization = forge.repositories.ownerOf(repository);
    const users = body.reviewers.map(login => forge.users.find(login));
    const teams = body.team_reviewers.map(slug =>
      forge.users.findTeam({ organization, slug }),
    );
    if (users.includes(undefined) || teams.includes(undefined)) {
      throw new ValidationError(
        [],
        'Reviews may only be requested from collaborators. One or more of the users or teams you specified is not a collaborator of the repository.',
      );
    }
    return {
      users: users.flatMap(user => user ?? []),
      teams: teams.flatMap(team => team ?? []),
    };
  };

  router.get(`${path}/reviews`, (request, response) => {
    const { repository } = readable(context, request);
    const pullRequest = pullRequestIn(context, request, repository);
    const page = paginate(forge.reviews.list(pullRequest), {
      request,
      response,
      baseUrl,
    });
    const view = viewOf(context, request);
    response.json(page.map(review => presentReview(view, review)));
  });

  router.post(`${path}/reviews`, (request, response) => {
    const { pullRequest, actor } = located(request);
    const body = bodyOf(request, {
      resource: 'PullRequestReview',
      schema: reviewSchema,
    });
    const review = forge.reviews.submit({
      pullRequest,
      actor,
      state: body.event ? states[body.event] : 'PENDING',
      body: body.body,
      commitSha: body.commit_id,
    });
    response.json(presentReview(viewOf(context, request), review));
  });

  router.get(`${path}/reviews/:review`, (request, response) => {
    response.json(presentReview(viewOf(context, request), reviewIn(request)));
  });

  router.post(`${path}/reviews/:review/events`, (request, response) => {
    const { actor } = located(request);
    const body = bodyOf(request, {
      resource: 'PullRequestReview',
      schema: finishSchema,
    });
    const review = forge.reviews.finish({
      review: reviewIn(request),
      actor,
      state: states[body.event],
      body: body.body,
    });
    response.json(presentReview(viewOf(context, request), review));
  });

  router.put(`${path}/reviews/:review/dismissals`, (request, response) => {
    const { actor } = located(request);
    bodyOf(request, { resource: 'PullRequestReview', schema: dismissSchema });
    const review = forge.reviews.dismiss({ review: reviewIn(request), actor });
    response.json(presentReview(viewOf(context, request), review));
  });

  router.get(`${path}/requested_reviewers`, (request, response) => {
    const { repository } = readable(context, request);
    const pullRequest = pullRequestIn(context, request, repository);
    const view = viewOf(context, request);
    response.json({
      users: pullRequest.requestedReviewerIds.map(id =>
        presentUser(view, forge.users.get(id)),
      ),
      teams: pullRequest.requestedTeamIds.map(id =>
        presentTeam(view, forge.users.team(id)),
      ),
    });
  });

  router.post(`${path}/requested_reviewers`, (request, response) => {
    const { repository, pullRequest, actor } = located(request);
    const updated = forge.triage.requestReviews({
      pullRequest,
      actor,
      ...reviewersIn(request, repository),
    });
    response
      .status(201)
      .json(presentSimplePullRequest(viewOf(context, request), updated));
  });

  router.delete(`${path}/requested_reviewers`, (request, response) => {
    const { repository, pullRequest, actor } = located(request);
    const updated = forge.triage.removeReviewRequests({
      pullRequest,
      actor,
      ...reviewersIn(request, repository),
    });
    response.json(presentSimplePullRequest(viewOf(context, request), updated));
  });
};

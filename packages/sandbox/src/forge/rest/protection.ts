import { NotFoundError } from '@backstage/errors';
import { Request } from 'express';
import { z } from 'zod';
import { Protection } from '../domain';
import { readable, readableGit, writable } from './locate';
import { presentProtection } from './present/protection';
import { bodyOf } from './query';
import { RestRoutes, viewOf } from './RestContext';

const path = '/repos/:owner/:repo/branches/:branch/protection';
const flag = z.boolean().nullish();
const protectionSchema = z.object({
  required_status_checks: z
    .object({
      strict: z.boolean().default(false),
      contexts: z.array(z.string()).default([]),
      checks: z.array(z.object({ context: z.string() })).default([]),
    })
    .nullable(),
  enforce_admins: z.boolean().nullable(),
  required_pull_request_reviews: z
    .object({
      dismiss_stale_reviews: flag,
      require_code_owner_reviews: flag,
      required_approving_review_count: z.number().int().min(0).max(6).nullish(),
      require_last_push_approval: flag,
    })
    .nullable(),
  restrictions: z.unknown(),
  required_linear_history: flag,
  allow_force_pushes: flag,
  allow_deletions: flag,
  block_creations: flag,
  required_conversation_resolution: flag,
});

/** What protects a branch. */
export const protectionRoutes: RestRoutes = (router, context) => {
  const { forge } = context;
  const protectionIn = (request: Request): Protection => {
    const { repository } = readable(context, request);
    const { branch } = request.params;
    const protection = forge.protections.find(repository, branch);
    if (!protection) throw new NotFoundError('Branch not protected');
    return protection;
  };

  router.get(path, (request, response) => {
    const protection = protectionIn(request);
    response.json(presentProtection(viewOf(context, request), protection));
  });

  router.put(path, async (request, response) => {
    const { repository } = writable(context, request);
    const { git } = await readableGit(context, request);
    const { branch } = request.params;
    if (!git.refs.get(`refs/heads/${branch}`)) {
      throw new NotFoundError('Branch not found');
    }
    const body = bodyOf(request, {
      resource: 'Protection',
      schema: protectionSchema,
    });
    const reviews = body.required_pull_request_reviews;
    const checks = body.required_status_checks;
    const protection = forge.protections.put({
      repository,
      branch,
      enforceAdmins: body.enforce_admins ?? false,
      reviews: reviews && {
        requiredApprovals: reviews.required_approving_review_count ?? 1,
        dismissStale: reviews.dismiss_stale_reviews ?? false,
        codeOwners: reviews.require_code_owner_reviews ?? false,
        lastPushApproval: reviews.require_last_push_approval ?? false,
      },
      checks: checks && {
        strict: checks.strict,
        contexts: [
          ...new Set([
            ...checks.contexts,
            ...checks.checks.map(({ context: name }) => name),
          ]),
        ],
      },
      linearHistory: body.required_linear_history ?? false,
      allowForcePushes: body.allow_force_pushes ?? false,
      allowDeletions: body.allow_deletions ?? false,
      blockCreations: body.block_creations ?? false,
      conversationResolution: body.required_conversation_resolution ?? false,
    });
    response.json(presentProtection(viewOf(context, request), protection));
  });

  router.delete(path, (request, response) => {
    writable(context, request);
    forge.protections.delete(protectionIn(request));
    response.status(204).end();
  });

  router.post(`${path}/required_signatures`, (request, response) => {
    const { repository } = writable(context, request);
    const { id, repositoryId, ...rules } = protectionIn(request);
    const protection = forge.protections.put({
      ...rules,
      repository,
      signatures: true,
    });
    const view = viewOf(context, request);
    response.json(presentProtection(view, protection).required_signatures);
  });
};

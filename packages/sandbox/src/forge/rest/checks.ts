import { NotFoundError } from '@backstage/errors';
import { Request } from 'express';
import { z } from 'zod';
import { CheckRun } from '../domain';
import { readable, readableGit, writable } from './locate';
import {
  presentCheckRun,
  presentCombinedStatus,
  presentStatus,
} from './present/check';
import { bodyOf, paginate, param } from './query';
import { RestRoutes, viewOf } from './RestContext';

const statusSchema = z.object({
  state: z.enum(['error', 'failure', 'pending', 'success']),
  target_url: z.string().nullish(),
  description: z.string().nullish(),
  context: z.string().optional(),
});
const runSchema = z.object({
  name: z.string().optional(),
  details_url: z.string().optional(),
  external_id: z.string().optional(),
  status: z.enum(['queued', 'in_progress', 'completed']).optional(),
  conclusion: z
    .enum([
      'action_required',
      'cancelled',
      'failure',
      'neutral',
      'success',
      'skipped',
      'timed_out',
    ])
    .optional(),
  started_at: z.string().optional(),
  completed_at: z.string().optional(),
  output: z
    .object({
      title: z.string().nullish(),
      summary: z.string().nullish(),
      text: z.string().nullish(),
    })
    .optional(),
});
const newRunSchema = runSchema.extend({
  name: z.string(),
  head_sha: z.string(),
});

/** Commit statuses and check runs. */
export const checkRoutes: RestRoutes = (router, context) => {
  const { forge } = context;
  const baseUrl = forge.urls.base;
  const commitIn = async (request: Request) => {
    const { repository, git } = await readableGit(context, request);
    const { sha } = await git.commit(request.params.ref);
    return { repository, sha };
  };
  const runIn = (request: Request): CheckRun => {
    const { repository } = readable(context, request);
    const run = forge.checks.checkRun(Number(request.params.id));
    if (run.repositoryId !== repository.id) {
      throw new NotFoundError('Not Found');
    }
    return run;
  };

  router.post(
    '/repos/:owner/:repo/statuses/:sha',
    async (request, response) => {
      const { repository, actor } = writable(context, request);
      const body = bodyOf(request, {
        resource: 'Status',
        schema: statusSchema,
      });
      const status = await forge.checks.createStatus({
        repository,
        actor,
        sha: request.params.sha,
        state: body.state,
        context: body.context,
        description: body.description ?? null,
        targetUrl: body.target_url ?? null,
      });
      response
        .status(201)
        .json(presentStatus(viewOf(context, request), status));
    },
  );

  router.get(
    '/repos/:owner/:repo/commits/:ref(*)/status',
    async (request, response) => {
      const { repository, sha } = await commitIn(request);
      const statuses = paginate(forge.checks.currentStatuses(repository, sha), {
        request,
        response,
        baseUrl,
      });
      const view = viewOf(context, request);
      response.json(presentCombinedStatus(view, { repository, sha, statuses }));
    },
  );

  router.get(
    '/repos/:owner/:repo/commits/:ref(*)/statuses',
    async (request, response) => {
      const { repository, sha } = await commitIn(request);
      const page = paginate(forge.checks.statuses(repository, sha), {
        request,
        response,
        baseUrl,
      });
      const view = viewOf(context, request);
      response.json(page.map(status => presentStatus(view, status)));
    },
  );

  router.get(
    '/repos/:owner/:repo/commits/:ref(*)/check-runs',
    async (request, response) => {
      const { repository, sha } = await commitIn(request);
      const name = param(request, 'check_name');
      const status = param(request, 'status');
      const all =
        param(request, 'filter') === 'all'
          ? forge.checks.checkRuns(repository, sha)
          : forge.checks.currentCheckRuns(repository, sha);
      const runs = all.filter(
        run =>
          (!name || run.name === name) && (!status || run.status === status),
      );
      const page = paginate(runs, { request, response, baseUrl });
      const view = viewOf(context, request);
      response.json({
        total_count: runs.length,
        check_runs: page.map(run => presentCheckRun(view, run)),
      });
    },
  );

  router.post('/repos/:owner/:repo/check-runs', async (request, response) => {
    const { repository, actor } = writable(context, request);
    const body = bodyOf(request, {
      resource: 'CheckRun',
      schema: newRunSchema,
    });
    const run = await forge.checks.createCheckRun({
      repository,
      actor,
      sha: body.head_sha,
      ...changeOf(body),
      name: body.name,
    });
    response.status(201).json(presentCheckRun(viewOf(context, request), run));
  });

  router.get('/repos/:owner/:repo/check-runs/:id', (request, response) => {
    response.json(presentCheckRun(viewOf(context, request), runIn(request)));
  });

  router.patch('/repos/:owner/:repo/check-runs/:id', (request, response) => {
    const { actor } = writable(context, request);
    const body = bodyOf(request, { resource: 'CheckRun', schema: runSchema });
    const run = forge.checks.updateCheckRun({
      checkRun: runIn(request),
      actor,
      change: changeOf(body),
    });
    response.json(presentCheckRun(viewOf(context, request), run));
  });
};

function changeOf(body: z.infer<typeof runSchema>): Partial<CheckRun> {
  const { output } = body;
  return {
    ...(body.name !== undefined && { name: body.name }),
    ...(body.status !== undefined && { status: body.status }),
    ...(body.conclusion !== undefined && { conclusion: body.conclusion }),
    ...(body.details_url !== undefined && { detailsUrl: body.details_url }),
    ...(body.external_id !== undefined && { externalId: body.external_id }),
    ...(body.started_at !== undefined && { startedAt: body.started_at }),
    ...(body.completed_at !== undefined && { completedAt: body.completed_at }),
    ...(output !== undefined && {
      output: {
        title: output.title ?? null,
        summary: output.summary ?? null,
        text: output.text ?? null,
      },
    }),
  };
}

import { NotFoundError } from '@backstage/errors';
import { Request } from 'express';
import { z } from 'zod';
import {
  PullRequest,
  pullRequestCommits,
  pullRequestFiles,
  pullRequestRange,
  ValidationError,
} from '../domain';
import { pullRequestIn, readable, readableGit, writable } from './locate';
import { presentCommit, presentFile } from './present/commit';
import {
  presentPullRequest,
  presentSimplePullRequest,
} from './present/pullRequest';
import { bodyOf, mediaOf, paginate, param } from './query';
import { RestContext, RestRoutes, viewOf } from './RestContext';

const newSchema = z.object({
  title: z.string().min(1),
  head: z.string(),
  base: z.string(),
  body: z.string().nullish(),
  draft: z.boolean().optional(),
});
const editSchema = z.object({
  title: z.string().min(1).optional(),
  body: z.string().nullish(),
  state: z.enum(['open', 'closed']).optional(),
  base: z.string().optional(),
});
const mergeSchema = z.object({
  commit_title: z.string().optional(),
  commit_message: z.string().optional(),
  sha: z.string().optional(),
  merge_method: z.enum(['merge', 'squash', 'rebase']).optional(),
});
const updateSchema = z.object({ expected_head_sha: z.string().optional() });

/** Pull requests: opening, listing, reading, editing, merging. */
export const pullRequestRoutes: RestRoutes = (router, context) => {
  const { forge } = context;
  const baseUrl = forge.urls.base;

  router.get('/repos/:owner/:repo/pulls', (request, response) => {
    const page = paginate(listed(context, request), {
      request,
      response,
      baseUrl,
    });
    const view = viewOf(context, request);
    response.json(page.map(each => presentSimplePullRequest(view, each)));
  });

  router.post('/repos/:owner/:repo/pulls', async (request, response) => {
    const { repository, actor } = writable(context, request);
    const body = bodyOf(request, {
      resource: 'PullRequest',
      schema: newSchema,
    });
    const pullRequest = await forge.pullRequests.open({
      ...body,
      repository,
      actor,
    });
    const view = viewOf(context, request);
    response
      .status(201)
      .location(
        `${forge.urls.repositoryApi(repository)}/pulls/${pullRequest.number}`,
      )
      .json(await presentPullRequest(view, pullRequest));
  });

  router.get('/repos/:owner/:repo/pulls/:number', async (request, response) => {
    const { repository } = readable(context, request);
    const pullRequest = pullRequestIn(context, request, repository);
    const media = mediaOf(request);
    if (media === 'diff' || media === 'patch') {
      const git = await forge.repositories.git(repository);
      const { from, to } = await pullRequestRange({ git, pullRequest });
      response
        .type(`application/vnd.github.${media}; charset=utf-8`)
        .send(
          media === 'diff'
            ? await git.diffText(from, to)
            : await git.patches(from, to),
        );
      return;
    }
    const view = viewOf(context, request);
    response.json(await presentPullRequest(view, pullRequest));
  });

  router.patch(
    '/repos/:owner/:repo/pulls/:number',
    async (request, response) => {
      const { repository, actor } = writable(context, request);
      const found = pullRequestIn(context, request, repository);
      const { state, ...body } = bodyOf(request, {
        resource: 'PullRequest',
        schema: editSchema,
      });
      if (body.base !== undefined) {
        const git = await forge.repositories.git(repository);
        if (!git.refs.get(`refs/heads/${body.base}`)) {
          throw new ValidationError([
            { resource: 'PullRequest', code: 'invalid', field: 'base' },
          ]);
        }
      }
      if (Object.keys(body).length > 0) {
        forge.pullRequests.edit({ pullRequest: found, actor, ...body });
      }
      const pullRequest = forge.pullRequests.get(found.id);
      if (state === 'closed') forge.pullRequests.close({ pullRequest, actor });
      if (state === 'open') {
        await forge.pullRequests.reopen({ pullRequest, actor });
      }
      const view = viewOf(context, request);
      response.json(
        await presentPullRequest(view, forge.pullRequests.get(found.id)),
      );
    },
  );

  router.get(
    '/repos/:owner/:repo/pulls/:number/files',
    async (request, response) => {
      const { repository, git } = await readableGit(context, request);
      const pullRequest = pullRequestIn(context, request, repository);
      const files = await pullRequestFiles({ git, pullRequest });
      const page = paginate(files, { request, response, baseUrl });
      const view = viewOf(context, request);
      const sha = pullRequest.headSha;
      response.json(
        page.map(file => presentFile(view, { repository, file, sha })),
      );
    },
  );

  router.get(
    '/repos/:owner/:repo/pulls/:number/commits',
    async (request, response) => {
      const { repository, git } = await readableGit(context, request);
      const pullRequest = pullRequestIn(context, request, repository);
      const commits = await pullRequestCommits({ git, pullRequest });
      const page = paginate(commits, { request, response, baseUrl });
      const view = viewOf(context, request);
      response.json(
        page.map(commit => presentCommit(view, { repository, commit })),
      );
    },
  );

  router.get('/repos/:owner/:repo/pulls/:number/merge', (request, response) => {
    const { repository } = readable(context, request);
    if (!pullRequestIn(context, request, repository).mergedAt) {
      throw new NotFoundError('Not Found');
    }
    response.status(204).end();
  });

  router.put(
    '/repos/:owner/:repo/pulls/:number/merge',
    async (request, response) => {
      const { repository, actor } = writable(context, request);
      const pullRequest = pullRequestIn(context, request, repository);
      const body = bodyOf(request, {
        resource: 'PullRequest',
        schema: mergeSchema,
      });
      const { sha } = await forge.merging.merge({
        pullRequest,
        actor,
        method: body.merge_method,
        title: body.commit_title,
        message: body.commit_message,
        expectedHead: body.sha,
      });
      response.json({
        sha,
        merged: true,
        message: 'Pull Request successfully merged',
      });
    },
  );

  router.put(
    '/repos/:owner/:repo/pulls/:number/update-branch',
    async (request, response) => {
      const { repository, actor } = writable(context, request);
      const pullRequest = pullRequestIn(context, request, repository);
      const body = bodyOf(request, {
        resource: 'PullRequest',
        schema: updateSchema,
      });
      await forge.merging.updateBranch({
        pullRequest,
        actor,
        expectedHead: body.expected_head_sha,
      });
      response.status(202).json({
        message: 'Updating pull request branch.',
        url: forge.urls.pullRequest(repository, pullRequest),
      });
    },
  );
};

function listed(context: RestContext, request: Request): PullRequest[] {
  const { repository } = readable(context, request);
  const state = param(request, 'state') ?? 'open';
  const owner = context.forge.repositories.ownerOf(repository).login;
  const head = param(request, 'head')?.replace(`${owner}:`, '');
  const found = context.forge.pullRequests.list(repository, {
    ...((state === 'open' || state === 'closed') && { state }),
    head,
    base: param(request, 'base'),
  });
  const sort = param(request, 'sort') === 'updated' ? 'updatedAt' : 'createdAt';
  const sorted = [...found].sort(
    (a, b) => b[sort].localeCompare(a[sort]) || b.number - a.number,
  );
  return param(request, 'direction') === 'asc' ? sorted.reverse() : sorted;
}

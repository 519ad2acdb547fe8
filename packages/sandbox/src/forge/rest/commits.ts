import { ConflictError } from '@backstage/errors';
import { Request, Response } from 'express';
import { z } from 'zod';
import { EMPTY_TREE, Repository, ValidationError } from '../domain';
import { GitRepository } from '../git/GitRepository';
import { mergeCommit } from '../git/integrate';
import { GitCommit, timestamp } from '../git/objectFormats';
import { readableGit, writable } from './locate';
import { presentCommit, presentFile } from './present/commit';
import { presentSimplePullRequest } from './present/pullRequest';
import { bodyOf, mediaOf, paginate, param } from './query';
import { RestContext, RestRoutes, viewOf } from './RestContext';

const mergeSchema = z.object({
  base: z.string(),
  head: z.string(),
  commit_message: z.string().optional(),
});

/** Commits and their history. */
export const commitRoutes: RestRoutes = (router, context) => {
  const { forge } = context;
  const baseUrl = forge.urls.base;

  router.get('/repos/:owner/:repo/commits', async (request, response) => {
    const { repository, git } = await readableGit(context, request);
    const name = param(request, 'sha') ?? repository.defaultBranch;
    const sha = await git.resolve(name);
    if (sha === undefined && git.refs.list('refs/heads/').length === 0) {
      throw new ConflictError('Git Repository is empty.');
    }
    const { sha: from } = await git.commit(sha ?? name);
    const author = param(request, 'author');
    const email = author && (forge.users.find(author)?.email ?? author);
    const all = await git.log({
      sha: from,
      path: param(request, 'path'),
      since: param(request, 'since'),
      until: param(request, 'until'),
    });
    const page = paginate(
      all.filter(commit => !email || commit.author.email === email),
      { request, response, baseUrl },
    );
    const view = viewOf(context, request);
    response.json(
      page.map(commit => presentCommit(view, { repository, commit })),
    );
  });

  router.get(
    '/repos/:owner/:repo/commits/:sha/pulls',
    async (request, response) => {
      const { repository, git } = await readableGit(context, request);
      const { sha } = await git.commit(request.params.sha);
      const found = [];
      for (const pullRequest of forge.pullRequests.list(repository)) {
        const isIts =
          pullRequest.mergeSha === sha ||
          ((await git.isAncestor(sha, pullRequest.headSha)) &&
            !(await git.isAncestor(sha, pullRequest.baseSha)));
        if (isIts) found.push(pullRequest);
      }
      const view = viewOf(context, request);
      const page = paginate(found, { request, response, baseUrl });
      response.json(page.map(each => presentSimplePullRequest(view, each)));
    },
  );

  router.get(
    '/repos/:owner/:repo/commits/:ref(*)',
    async (request, response) => {
      const { repository, git } = await readableGit(context, request);
      const name = request.params.ref;
      const sha = await git.resolve(name);
      if (sha === undefined) {
        throw new ValidationError([], `No commit found for SHA: ${name}`);
      }
      const commit = await git.commit(sha);
      await answerCommit({
        context,
        request,
        response,
        repository,
        git,
        commit,
      });
    },
  );

  router.post('/repos/:owner/:repo/merges', async (request, response) => {
    const { repository, actor } = writable(context, request);
    const git = await forge.repositories.git(repository);
    const body = bodyOf(request, { resource: 'Merge', schema: mergeSchema });
    const base = await git.commit(body.base);
    const head = await git.commit(body.head);
    if (await git.isAncestor(head.sha, base.sha)) {
      response.status(204).end();
      return;
    }
    const signature = {
      name: actor.name,
      email: actor.email,
      date: timestamp(),
    };
    const sha = await mergeCommit({
      git,
      base: base.sha,
      head: head.sha,
      author: signature,
      committer: signature,
      message: body.commit_message ?? `Merge ${body.head} into ${body.base}`,
    });
    await forge.repositories.moveRef({
      repository,
      actor,
      ref: `refs/heads/${body.base}`,
      to: sha,
      from: base.sha,
    });
    const view = viewOf(context, request);
    const commit = await git.commit(sha);
    response.status(201).json(presentCommit(view, { repository, commit }));
  });
};

async function answerCommit(options: {
  context: RestContext;
  request: Request;
  response: Response;
  repository: Repository;
  git: GitRepository;
  commit: GitCommit;
}): Promise<void> {
  const { context, request, response, repository, git, commit } = options;
  const { sha } = commit;
  const parent = commit.parents[0] ?? EMPTY_TREE;
  switch (mediaOf(request)) {
    case 'sha':
      response.type('application/vnd.github.sha; charset=utf-8').send(sha);
      return;
    case 'diff':
      response
        .type('application/vnd.github.diff; charset=utf-8')
        .send(await git.diffText(parent, sha));
      return;
    case 'patch':
      response
        .type('application/vnd.github.patch; charset=utf-8')
        .send(await git.patches(parent, sha));
      return;
    default:
  }
  const view = viewOf(context, request);
  const files = await git.diff(parent, sha);
  const sum = (field: 'additions' | 'deletions') =>
    files.reduce((total, file) => total + file[field], 0);
  response.json({
    ...presentCommit(view, { repository, commit }),
    stats: {
      additions: sum('additions'),
      deletions: sum('deletions'),
      total: sum('additions') + sum('deletions'),
    },
    files: files.map(file => presentFile(view, { repository, file, sha })),
  });
}

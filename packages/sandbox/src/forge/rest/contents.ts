import { ConflictError, NotFoundError } from '@backstage/errors';
import { Request, Response } from 'express';
import { z } from 'zod';
import { commitFiles, Repository, User, ValidationError } from '../domain';
import { GitRepository } from '../git/GitRepository';
import { timestamp } from '../git/objectFormats';
import { readableGit, writable } from './locate';
import { presentGitCommit } from './present/commit';
import {
  presentDirectory,
  presentEntry,
  presentFileContent,
} from './present/content';
import { bodyOf, mediaOf, param } from './query';
import { RestContext, RestRoutes, viewOf } from './RestContext';

const signatureSchema = z.object({
  name: z.string(),
  email: z.string(),
  date: z.string().optional(),
});
const changeSchema = z.object({
  message: z.string(),
  sha: z.string().optional(),
  branch: z.string().optional(),
  author: signatureSchema.optional(),
  committer: signatureSchema.optional(),
});
const writeSchema = changeSchema.extend({ content: z.string() });

/** Files and directories by path. */
export const contentRoutes: RestRoutes = (router, context) => {
  router.get(
    ['/repos/:owner/:repo/contents', '/repos/:owner/:repo/contents/:path(*)'],
    async (request, response) => {
      const { repository, git } = await readableGit(context, request);
      const path = request.params.path ?? '';
      await answerContent({
        context,
        request,
        response,
        repository,
        git,
        path,
      });
    },
  );

  router.get('/repos/:owner/:repo/readme', async (request, response) => {
    const { repository, git } = await readableGit(context, request);
    const ref = param(request, 'ref') ?? repository.defaultBranch;
    const { tree } = await git.commit(ref);
    const readme = (await git.tree(tree))?.find(
      ({ name, type }) => type === 'blob' && /^readme(\.\w+)?$/i.test(name),
    );
    if (!readme) throw new NotFoundError('Not Found');
    const path = readme.name;
    await answerContent({ context, request, response, repository, git, path });
  });

  router.put(
    '/repos/:owner/:repo/contents/:path(*)',
    async (request, response) => {
      const body = bodyOf(request, {
        resource: 'Content',
        schema: writeSchema,
      });
      const content = Buffer.from(body.content, 'base64');
      const { existed, answer } = await change({
        ...body,
        context,
        request,
        content,
      });
      response.status(existed ? 200 : 201).json(answer);
    },
  );

  router.delete(
    '/repos/:owner/:repo/contents/:path(*)',
    async (request, response) => {
      const fromQuery = {
        message: param(request, 'message'),
        sha: param(request, 'sha'),
        branch: param(request, 'branch'),
      };
      request.body = { ...fromQuery, ...request.body };
      const body = bodyOf(request, {
        resource: 'Content',
        schema: changeSchema,
      });
      const { answer } = await change({
        ...body,
        context,
        request,
        content: null,
      });
      response.json(answer);
    },
  );
};

async function answerContent(options: {
  context: RestContext;
  request: Request;
  response: Response;
  repository: Repository;
  git: GitRepository;
  path: string;
}): Promise<void> {
  const { context, request, response, repository, git } = options;
  const ref = param(request, 'ref') ?? repository.defaultBranch;
  const sha = await git.resolve(ref);
  if (sha === undefined) {
    throw new NotFoundError(
      git.refs.list('refs/heads/').length === 0
        ? 'This repository is empty.'
        : `No commit found for the ref ${ref}`,
    );
  }
  const { tree } = await git.commit(sha);
  const entry = await git.entry(tree, options.path);
  if (!entry) throw new NotFoundError('Not Found');
  const shown = { repository, git, entry, ref };
  const view = viewOf(context, request);
  const [lastChange] = await git.log({ sha, path: entry.path, limit: 1 });
  if (lastChange) {
    const date = new Date(lastChange.committer.date);
    response.set('Last-Modified', date.toUTCString());
  }
  const media = mediaOf(request);
  if (entry.type === 'tree') {
    const entries = await presentDirectory(view, shown);
    response.json(
      media === 'object'
        ? { ...(await presentEntry(view, shown)), entries }
        : entries,
    );
  } else if (media === 'raw' && entry.type === 'blob') {
    response
      .type('application/vnd.github.raw; charset=utf-8')
      .send((await git.blob(entry.sha)) ?? Buffer.alloc(0));
  } else {
    response.json(await presentFileContent(view, shown));
  }
}

async function change(
  options: z.infer<typeof changeSchema> & {
    context: RestContext;
    request: Request;
    content: Buffer | null;
  },
) {
  const { context, request, content, message } = options;
  const { repository, actor } = writable(context, request);
  const { repositories } = context.forge;
  const git = await repositories.git(repository);
  const branch = options.branch ?? repository.defaultBranch;
  refuseProtected(context, { repository, branch });
  const path = request.params.path;
  const head = git.refs.get(`refs/heads/${branch}`);
  if (!head && git.refs.list('refs/heads/').length > 0) {
    throw new NotFoundError(`Branch ${branch} not found`);
  }
  const before = head
    ? await git.entry((await git.commit(head)).tree, path)
    : undefined;
  checkExpectation({ path, before: before?.sha, given: options.sha, content });
  const author = signatureOf(options.author ?? options.committer, actor);
  const commit = await commitFiles({
    repositories,
    repository,
    actor,
    branch,
    expectedHead: head,
    message,
    author,
    committer: options.committer && signatureOf(options.committer, actor),
    files: new Map([[path, content]]),
  });
  const view = viewOf(context, request);
  const entry = await git.entry(commit.tree, path);
  return {
    existed: before !== undefined,
    answer: {
      content:
        content && entry
          ? await presentEntry(view, { repository, git, entry, ref: branch })
          : null,
      commit: presentGitCommit(view, { repository, commit }),
    },
  };
}

/** GitHub answers 409 here, and 422 where a ref is moved. */
function refuseProtected(
  { forge }: RestContext,
  options: { repository: Repository; branch: string },
): void {
  const { repository, branch } = options;
  try {
    forge.protections.refuseDirectPush(repository, branch);
  } catch (error) {
    if (!(error instanceof ValidationError)) throw error;
    throw new ConflictError(`Could not update file: ${error.message}`);
  }
}

/** A file that is to be changed has to be named by its blob, so that no other change is lost. */
function checkExpectation(options: {
  path: string;
  before: string | undefined;
  given: string | undefined;
  content: Buffer | null;
}): void {
  const { path, before, given, content } = options;
  if (content === null && before === undefined) {
    throw new NotFoundError('Not Found');
  }
  if (before !== undefined && given === undefined) {
    throw new ValidationError(
      [{ resource: 'Content', code: 'missing_field', field: 'sha' }],
      'Invalid request.\n\n"sha" wasn\'t supplied.',
    );
  }
  if (given !== undefined && given !== before) {
    throw new ConflictError(`${path} does not match ${given}`);
  }
}

function signatureOf(
  given: z.infer<typeof signatureSchema> | undefined,
  actor: User,
) {
  const { name, email, date } = given ?? { ...actor, date: undefined };
  return { name, email, date: timestamp(date) };
}

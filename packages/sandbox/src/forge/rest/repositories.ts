import { NotFoundError } from '@backstage/errors';
import { Request, Response } from 'express';
import { z } from 'zod';
import { commitFiles, ForbiddenError, Repository, User } from '../domain';
import { timestamp } from '../git/objectFormats';
import { actorOf, requireActor } from '../http/actor';
import { readable, writable, writer } from './locate';
import { presentFullRepository, presentRepository } from './present/repository';
import { bodyOf, paginate } from './query';
import { RestRoutes, viewOf } from './RestContext';

const settingsSchema = z.object({
  name: z.string().optional(),
  description: z.string().nullish(),
  homepage: z.string().nullish(),
  private: z.boolean().optional(),
  visibility: z.enum(['public', 'private', 'internal']).optional(),
  has_issues: z.boolean().optional(),
  has_projects: z.boolean().optional(),
  has_wiki: z.boolean().optional(),
  allow_merge_commit: z.boolean().optional(),
  allow_squash_merge: z.boolean().optional(),
  allow_rebase_merge: z.boolean().optional(),
  allow_auto_merge: z.boolean().optional(),
  allow_update_branch: z.boolean().optional(),
  delete_branch_on_merge: z.boolean().optional(),
  archived: z.boolean().optional(),
  default_branch: z.string().optional(),
});
const newSchema = settingsSchema.extend({
  name: z.string(),
  auto_init: z.boolean().optional(),
});

/** Creating, reading, changing and deleting repositories. */
export const repositoryRoutes: RestRoutes = (router, context) => {
  const { forge } = context;

  const create = async (options: {
    request: Request;
    response: Response;
    owner: User;
    actor: User;
  }) => {
    const { request, response, owner, actor } = options;
    const body = bodyOf(request, { resource: 'Repository', schema: newSchema });
    let repository = await forge.repositories.create({
      owner,
      actor,
      name: body.name,
      ...withoutUndefined(settingsOf(body)),
    });
    if (body.auto_init) {
      const readme = `# ${body.name}\n${body.description ?? ''}`;
      await commitFiles({
        repositories: forge.repositories,
        repository,
        actor,
        branch: repository.defaultBranch,
        message: 'Initial commit',
        author: { name: actor.name, email: actor.email, date: timestamp() },
        files: new Map([['README.md', readme]]),
      });
      repository = forge.repositories.get(repository.id);
    }
    response
      .status(201)
      .location(forge.urls.repositoryApi(repository))
      .json(presentFullRepository(viewOf(context, request), repository));
  };
  const list = (
    request: Request,
    response: Response,
    repositories: Repository[],
  ) => {
    const visible = repositories.filter(repository =>
      forge.access.mayRead(repository, actorOf(request)),
    );
    const baseUrl = forge.urls.base;
    const page = paginate(visible, { request, response, baseUrl });
    const view = viewOf(context, request);
    response.json(page.map(each => presentRepository(view, each)));
  };

  /** An archived repository can be unarchived and deleted, and nothing else. */
  const locateForSettings = (request: Request) => {
    const { repository } = readable(context, request);
    if (!repository.archived) return writable(context, request);
    const actor = requireActor(request);
    if (!forge.access.mayWrite(repository, actor)) {
      throw new ForbiddenError('Must have admin rights to Repository.');
    }
    return { repository, actor: actor.user };
  };

  router.post('/user/repos', async (request, response) => {
    const actor = writer(request);
    await create({ request, response, owner: actor, actor });
  });

  router.post('/orgs/:org/repos', async (request, response) => {
    const actor = writer(request);
    const owner = forge.users.byLogin(request.params.org);
    if (owner.type !== 'Organization') throw new NotFoundError('Not Found');
    await create({ request, response, owner, actor });
  });

  router.get('/user/repos', (request, response) => {
    requireActor(request);
    const mine = forge.repositories
      .list()
      .filter(each => forge.access.mayWrite(each, actorOf(request)));
    list(request, response, mine);
  });

  router.get('/orgs/:org/repos', (request, response) => {
    const owner = forge.users.byLogin(request.params.org);
    list(request, response, forge.repositories.list(owner));
  });

  router.get('/users/:username/repos', (request, response) => {
    const owner = forge.users.byLogin(request.params.username);
    list(request, response, forge.repositories.list(owner));
  });

  router.get('/repos/:owner/:repo', (request, response) => {
    const { repository } = readable(context, request);
    response.json(presentFullRepository(viewOf(context, request), repository));
  });

  router.patch('/repos/:owner/:repo', async (request, response) => {
    const { repository: before, actor } = locateForSettings(request);
    const body = bodyOf(request, {
      resource: 'Repository',
      schema: settingsSchema,
    });
    let repository = forge.repositories.update(before, {
      ...(body.name !== undefined && { name: body.name }),
      ...withoutUndefined(settingsOf(body)),
      defaultBranch: before.defaultBranch,
    });
    if (body.default_branch && body.default_branch !== before.defaultBranch) {
      repository = await forge.repositories.setDefaultBranch(
        repository,
        body.default_branch,
      );
    }
    forge.events.emit({
      type: 'repository',
      action: 'edited',
      repository,
      actor,
    });
    response.json(presentFullRepository(viewOf(context, request), repository));
  });

  router.delete('/repos/:owner/:repo', async (request, response) => {
    const { repository, actor } = locateForSettings(request);
    await forge.repositories.delete(repository, actor);
    response.status(204).end();
  });
};

function settingsOf(body: z.infer<typeof settingsSchema>) {
  return {
    description: body.description,
    homepage: body.homepage === '' ? null : body.homepage,
    private: body.visibility ? body.visibility !== 'public' : body.private,
    archived: body.archived,
    hasIssues: body.has_issues,
    hasProjects: body.has_projects,
    hasWiki: body.has_wiki,
    allowMergeCommit: body.allow_merge_commit,
    allowSquashMerge: body.allow_squash_merge,
    allowRebaseMerge: body.allow_rebase_merge,
    allowAutoMerge: body.allow_auto_merge,
    allowUpdateBranch: body.allow_update_branch,
    deleteBranchOnMerge: body.delete_branch_on_merge,
  };
}

/** An undefined value would overwrite what is there. */
function withoutUndefined<T extends object>(fields: T): Partial<T> {
  const defined: Partial<T> = {};
  for (const key in fields) {
    if (fields[key] !== undefined) defined[key] = fields[key];
  }
  return defined;
}

import { InputError, NotFoundError } from '@backstage/errors';
import { z } from 'zod';
import { nodeId, Protection, Repository, ValidationError } from '../domain';
import { GitRepository } from '../git/GitRepository';
import { NO_OBJECT } from '../git/GitRefs';
import { readableGit, writable } from './locate';
import { View } from './present/View';
import { bodyOf } from './query';
import { RestRoutes, viewOf } from './RestContext';

const createSchema = z.object({ ref: z.string(), sha: z.string() });
const updateSchema = z.object({
  sha: z.string(),
  force: z.boolean().default(false),
});

/** Refs: branches and tags by their full names. */
export const refRoutes: RestRoutes = (router, context) => {
  const { forge } = context;

  const protectionOf = (
    repository: Repository,
    ref: string,
  ): Protection | undefined =>
    forge.protections.find(repository, ref.replace(/^refs\/heads\//, ''));

  router.get(
    '/repos/:owner/:repo/git/ref/:ref(*)',
    async (request, response) => {
      const { repository, git } = await readableGit(context, request);
      const ref = `refs/${request.params.ref}`;
      const sha = git.refs.get(ref);
      if (!sha) throw new NotFoundError('Not Found');
      const view = viewOf(context, request);
      response.json(await presentRef(view, { repository, git, ref, sha }));
    },
  );

  router.get(
    [
      '/repos/:owner/:repo/git/matching-refs/:ref(*)',
      '/repos/:owner/:repo/git/refs',
    ],
    async (request, response) => {
      const { repository, git } = await readableGit(context, request);
      const view = viewOf(context, request);
      const found = git.refs.list(`refs/${request.params.ref ?? ''}`);
      response.json(
        await Promise.all(
          found.map(async each =>
            presentRef(view, { repository, git, ...each }),
          ),
        ),
      );
    },
  );

  router.post('/repos/:owner/:repo/git/refs', async (request, response) => {
    const { repository, actor } = writable(context, request);
    const git = await forge.repositories.git(repository);
    const { ref, sha } = bodyOf(request, {
      resource: 'Reference',
      schema: createSchema,
    });
    if (!/^refs\/(heads|tags|notes)\/./.test(ref)) {
      throw new ValidationError([], `${ref} is not a valid ref name.`);
    }
    await requireObject(git, { ref, sha });
    if (git.refs.get(ref)) {
      throw new ValidationError([], 'Reference already exists');
    }
    await move(async () =>
      forge.repositories.moveRef({
        repository,
        actor,
        ref,
        to: sha,
        from: NO_OBJECT,
      }),
    );
    const view = viewOf(context, request);
    response
      .status(201)
      .json(await presentRef(view, { repository, git, ref, sha }));
  });

  router.patch(
    '/repos/:owner/:repo/git/refs/:ref(*)',
    async (request, response) => {
      const { repository, actor } = writable(context, request);
      const git = await forge.repositories.git(repository);
      const ref = `refs/${request.params.ref}`;
      const { sha, force } = bodyOf(request, {
        resource: 'Reference',
        schema: updateSchema,
      });
      const from = git.refs.get(ref);
      if (!from) throw new ValidationError([], 'Reference does not exist');
      await requireObject(git, { ref, sha });
      const isFastForward = await git.isAncestor(from, sha);
      if (!isFastForward && !force) {
        throw new ValidationError([], 'Update is not a fast forward');
      }
      const protection = protectionOf(repository, ref);
      if (!isFastForward && protection && !protection.allowForcePushes) {
        throw new ValidationError([], 'Cannot force-push to this branch');
      }
      if (protection) {
        forge.protections.refuseDirectPush(repository, protection.branch);
      }
      await move(async () =>
        forge.repositories.moveRef({ repository, actor, ref, to: sha, from }),
      );
      const view = viewOf(context, request);
      response.json(await presentRef(view, { repository, git, ref, sha }));
    },
  );

  router.delete(
    '/repos/:owner/:repo/git/refs/:ref(*)',
    async (request, response) => {
      const { repository, actor } = writable(context, request);
      const git = await forge.repositories.git(repository);
      const ref = `refs/${request.params.ref}`;
      const from = git.refs.get(ref);
      if (!from) throw new ValidationError([], 'Reference does not exist');
      const protection = protectionOf(repository, ref);
      if (protection && !protection.allowDeletions) {
        throw new ValidationError([], 'Cannot delete this protected branch');
      }
      if (ref === `refs/heads/${repository.defaultBranch}`) {
        throw new ValidationError([], 'Cannot delete the default branch');
      }
      await move(async () =>
        forge.repositories.moveRef({
          repository,
          actor,
          ref,
          to: NO_OBJECT,
          from,
        }),
      );
      response.status(204).end();
    },
  );
};

async function requireObject(
  git: GitRepository,
  { ref, sha }: { ref: string; sha: string },
): Promise<void> {
  const object = /^[0-9a-f]{40}$/.test(sha) ? await git.object(sha) : undefined;
  const fits = ref.startsWith('refs/heads/')
    ? object?.type === 'commit'
    : object !== undefined;
  if (!fits) throw new ValidationError([], 'Object does not exist');
}

/** GitHub answers 422 to whoever comes second, as to whoever comes late. */
async function move<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof Error && error.name === 'ConflictError') {
      throw new ValidationError([], 'Reference cannot be updated');
    }
    if (error instanceof InputError && !(error instanceof ValidationError)) {
      throw new ValidationError([], error.message);
    }
    throw error;
  }
}

async function presentRef(
  { forge }: View,
  options: {
    repository: Repository;
    git: GitRepository;
    ref: string;
    sha: string;
  },
) {
  const { repository, git, ref, sha } = options;
  const type = (await git.object(sha))?.type ?? 'commit';
  const url = forge.urls.repositoryApi(repository);
  return {
    ref,
    node_id: nodeId('Ref', `${repository.id}:${ref}`),
    url: `${url}/git/${ref}`,
    object: { sha, type, url: `${url}/git/${type}s/${sha}` },
  };
}

import { NotFoundError } from '@backstage/errors';
import { Request } from 'express';
import { ForbiddenError, PullRequest, Repository, User } from '../domain';
import { GitRepository } from '../git/GitRepository';
import { actorOf, requireActor } from '../http/actor';
import { RestContext } from './RestContext';

/** The repository of `:owner/:repo`. Whoever may not read it is told that there is none, as on GitHub. */
export function readable(
  { forge }: RestContext,
  request: Request,
): { repository: Repository } {
  const { owner, repo } = request.params;
  const repository = forge.repositories.byName({ owner, name: repo });
  if (!forge.access.mayRead(repository, actorOf(request))) {
    throw new NotFoundError('Not Found');
  }
  return { repository };
}

/** The same, for a change of it, with who makes it. */
export function writable(
  context: RestContext,
  request: Request,
): { repository: Repository; actor: User } {
  const { repository } = readable(context, request);
  const actor = requireActor(request);
  if (repository.archived) {
    throw new ForbiddenError('Repository was archived so is read-only.');
  }
  if (!context.forge.access.mayWrite(repository, actor)) {
    throw new ForbiddenError(
      'Resource not accessible by personal access token',
    );
  }
  return { repository, actor: actor.user };
}

/** Who makes a change that is not of one repository. Throws when they may only read. */
export function writer(request: Request): User {
  const actor = requireActor(request);
  if (actor.access === 'read') {
    throw new ForbiddenError(
      'Resource not accessible by personal access token',
    );
  }
  return actor.user;
}

/** The repository with its Git repository. */
export async function readableGit(
  context: RestContext,
  request: Request,
): Promise<{ repository: Repository; git: GitRepository }> {
  const { repository } = readable(context, request);
  return { repository, git: await context.forge.repositories.git(repository) };
}

/** The pull request that `:number` names. */
export function pullRequestIn(
  { forge }: RestContext,
  request: Request,
  repository: Repository,
): PullRequest {
  const number = Number(request.params.number);
  return forge.pullRequests.byNumber(repository, number);
}

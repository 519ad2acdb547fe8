import { RepositoryRef } from '../../contracts';
import { Repository, User } from '../domain';
import { GraphqlContext } from './GraphqlContext';
import { RefSource, RepositorySource } from './sources';

/** A repository that the viewer may see, as what GraphQL resolves. */
export async function repositorySource(
  { forge, actor }: GraphqlContext,
  repository: Repository,
): Promise<RepositorySource | undefined> {
  if (!forge.access.mayRead(repository, actor)) return undefined;
  return {
    __typename: 'Repository',
    repository,
    owner: forge.repositories.ownerOf(repository),
    git: await forge.repositories.git(repository),
  };
}

/** By name; undefined when there is none that the viewer may see. */
export async function findRepository(
  context: GraphqlContext,
  ref: RepositoryRef,
): Promise<RepositorySource | undefined> {
  const found = context.forge.repositories.find(ref);
  return found && repositorySource(context, found);
}

/** Those of one owner that the viewer may see. */
export async function repositoriesOf(
  context: GraphqlContext,
  owner: User,
): Promise<RepositorySource[]> {
  const all = await Promise.all(
    context.forge.repositories
      .list(owner)
      .map(async each => repositorySource(context, each)),
  );
  return all.flatMap(each => each ?? []);
}

/** A ref by its full name; null when it is not there. */
export function refSource(
  repo: RepositorySource,
  ref: string,
): RefSource | null {
  const sha = repo.git.refs.get(ref);
  return sha === undefined ? null : { __typename: 'Ref', repo, ref, sha };
}

/** A branch by its name; null when it is not there. */
export function branchSource(
  repo: RepositorySource,
  branch: string,
): RefSource | null {
  return refSource(repo, `refs/heads/${branch}`);
}

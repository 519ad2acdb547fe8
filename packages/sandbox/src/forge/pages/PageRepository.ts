import { NotFoundError } from '@backstage/errors';
import { ForgeDomain, Repository, User } from '../domain';
import { GitRepository } from '../git/GitRepository';

/** The repository that a page shows. */
export interface PageRepository {
  owner: User;
  repository: Repository;
  git: GitRepository;
  /** `/acme/shop` */
  root: string;
}

/** Throws NotFoundError when there is none of that name. Who is at a page may read everything. */
export async function readPageRepository(
  forge: ForgeDomain,
  params: Readonly<Record<string, string>>,
): Promise<PageRepository> {
  const { owner, name } = params;
  const repository = forge.repositories.find({ owner, name });
  if (!repository) {
    throw new NotFoundError(`There is no repository ${owner}/${name}`);
  }
  return {
    owner: forge.repositories.ownerOf(repository),
    repository,
    git: await forge.repositories.git(repository),
    root: `/${forge.urls.fullName(repository)}`,
  };
}

/** Takes a path apart that begins with a ref, whose name may have slashes. Throws NotFoundError when there is no such ref. */
export async function splitRef(
  git: GitRepository,
  text: string,
): Promise<{ ref: string; path: string; sha: string }> {
  const parts = text.split('/').filter(Boolean);
  for (let length = 1; length <= parts.length; length++) {
    const ref = parts.slice(0, length).join('/');
    const sha = await git.resolve(ref);
    if (sha !== undefined) {
      return { ref, path: parts.slice(length).join('/'), sha };
    }
  }
  throw new NotFoundError(`There is no branch, tag or commit ${text}`);
}

import { NotFoundError } from '@backstage/errors';
import { GithubApi } from './GithubApi';
import { GithubRepository } from './GithubRepository';

/** GitHub does not tell "not there" from "no access", so the message names both. */
export function missing(options: {
  api: GithubApi;
  repository: GithubRepository;
  /** `branch main`; left out when it is the repository itself. */
  what?: string;
}): NotFoundError {
  const { api, repository, what } = options;
  const name = `${repository.owner}/${repository.name}`;
  const { host, holder = 'the portal' } = api;
  return new NotFoundError(
    what
      ? `${host} has no ${what} in ${name}`
      : `${host} has no repository ${name}, or ${holder} has no access to it`,
  );
}

import { NotFoundError } from '@backstage/errors';

/** Forges do not tell "not there" from "no access", so the message names both. */
export function missing(options: {
  api: { host: string; holder?: string };
  repository: { owner: string; name: string };
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

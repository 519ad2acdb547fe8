import { InputError } from '@backstage/errors';

/** A repository on GitHub, taken apart. */
export interface GithubRepository {
  owner: string;
  name: string;
  /** As the forge was given it, for `Commit.repoUrl`. */
  repoUrl: string;
}

/** Takes `https://github.com/acme/gitops` apart; throws InputError when it is not the page of a repository. */
export function parseGithubRepository(repoUrl: string): GithubRepository {
  const parts = URL.canParse(repoUrl)
    ? new URL(repoUrl).pathname.split('/').filter(Boolean)
    : [];
  if (parts.length !== 2) {
    throw new InputError(
      `${repoUrl} is not the URL of a repository: expected https://<host>/<owner>/<name>`,
    );
  }
  const [owner, name] = parts.map(decodeURIComponent);
  return { owner, name, repoUrl };
}

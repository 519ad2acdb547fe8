import { InputError } from '@backstage/errors';

/** A repository on Gitea, taken apart. */
export interface GiteaRepository {
  owner: string;
  name: string;
  /** As the forge was given it, for `Commit.repoUrl`. */
  repoUrl: string;
}

/** Takes `https://git.acme.test/acme/gitops` apart; Gitea may live below a path, so the last two parts count. */
export function parseGiteaRepository(repoUrl: string): GiteaRepository {
  const parts = URL.canParse(repoUrl)
    ? new URL(repoUrl).pathname.split('/').filter(Boolean)
    : [];
  const [owner, name] = parts.slice(-2).map(decodeURIComponent);
  if (!owner || !name) {
    throw new InputError(
      `${repoUrl} is not the URL of a repository: expected https://<host>/<owner>/<name>`,
    );
  }
  return { owner, name, repoUrl };
}

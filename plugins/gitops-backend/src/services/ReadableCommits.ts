import { BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  Commit,
  gitopsReadPermission,
} from '@fairlead/backstage-plugin-gitops-common';
import { Authorizer } from '../authorize';
import { Forges } from '../forges/Forges';
import { ServiceDirectory } from './ServiceDirectory';

/** A commit of a repository. */
interface CommitRef {
  repoUrl: string;
  sha: string;
}

/**
 * Commits for people: only of repositories that a service they may read is deployed from, so that the portal's
 * own credentials for the forge do not open every repository to everyone.
 */
export class ReadableCommits {
  readonly #options: ReadableCommitsOptions;

  static create(options: ReadableCommitsOptions): ReadableCommits {
    return new ReadableCommits(options);
  }

  private constructor(options: ReadableCommitsOptions) {
    this.#options = options;
  }

  /** Those of the commits that exist and may be read. */
  async get(options: {
    commits: CommitRef[];
    credentials: BackstageCredentials;
  }): Promise<Commit[]> {
    const { forges, commits } = this.#options;
    const repositories = await this.#repositories(options.credentials);
    return commits.get(
      options.commits.filter(({ repoUrl }) => {
        const normalized = forges.normalize(repoUrl);
        return normalized !== undefined && repositories.has(normalized);
      }),
    );
  }

  async #repositories(credentials: BackstageCredentials) {
    const { authorizer, directory, forges } = this.#options;
    const { services } = await directory.all();
    const visible = await directory.visible(
      services.map(({ entityRef }) => entityRef),
      credentials,
    );
    const readable = await authorizer.filter({
      credentials,
      entityRefs: [...visible],
      permission: gitopsReadPermission,
    });
    return new Set(
      services
        .filter(({ entityRef }) => readable.has(entityRef))
        .flatMap(({ targets }) => targets)
        .flatMap(({ status }) => status.sources)
        .map(({ repoUrl }) => forges.normalize(repoUrl)),
    );
  }
}

/** What commits are read through. */
export interface ReadableCommitsOptions {
  authorizer: Authorizer;
  directory: ServiceDirectory;
  forges: Forges;
  commits: { get(commits: CommitRef[]): Promise<Commit[]> };
}

import { ConflictError, InputError } from '@backstage/errors';
import {
  changeRequestSchema,
  PullRequest,
} from '@fairlead/backstage-plugin-gitops-common';
import { z } from 'zod';
import { Forges } from '../forges/Forges';

/** What {@link ChangeService.open} writes. */
export type Change = z.output<typeof changeRequestSchema>;

/** Adds new files to a GitOps repository as one pull request, for templates that create services. */
export class ChangeService {
  readonly #forges: Forges;

  static create(options: { forges: Forges }): ChangeService {
    return new ChangeService(options.forges);
  }

  private constructor(forges: Forges) {
    this.#forges = forges;
  }

  /**
   * The branch names the change: asking again finds the same pull request, whatever became of it.
   * Throws InputError for paths that leave the repository, ConflictError for files that are there with other content.
   */
  async open(options: { change: Change; user: string }): Promise<PullRequest> {
    const { change, user } = options;
    const forge = this.#forges.forRepository(change.repoUrl);
    const repoUrl = this.#forges.normalize(change.repoUrl);
    if (!forge || !repoUrl) {
      throw new InputError(
        `No integration covers ${change.repoUrl}: add its host to "integrations" in the portal's config`,
      );
    }
    const files = new Map(
      change.files.map(({ path, content }) => [safePath(path), content]),
    );
    const base = await forge.readTree({
      repoUrl,
      ref: change.baseBranch,
      files: [...files.keys()],
      directories: [],
    });
    const taken = base.files.filter(
      ({ path, content }) => files.get(path) !== content,
    );
    if (taken.length > 0) {
      throw new ConflictError(
        `${repoUrl} already has ${taken
          .map(({ path }) => path)
          .join(', ')} with other content; choose another name`,
      );
    }
    return forge.openPullRequest({
      repoUrl,
      baseBranch: change.baseBranch,
      baseSha: base.commitSha,
      headBranch: change.headBranch,
      commitMessage: change.title,
      files,
      title: change.title,
      body: [change.description, `Requested by \`${user}\`.`]
        .filter(Boolean)
        .join('\n\n'),
      labels: change.labels,
      reviewers: change.reviewers,
    });
  }
}

function safePath(path: string): string {
  const segments = path.split('/');
  const leaves = segments.some(
    segment =>
      segment === '' ||
      segment === '.' ||
      segment === '..' ||
      segment.toLowerCase() === '.git',
  );
  if (leaves) {
    throw new InputError(`"${path}" is no path inside a repository`);
  }
  return path;
}

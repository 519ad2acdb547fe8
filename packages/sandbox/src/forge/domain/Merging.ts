import { ConflictError } from '@backstage/errors';
import { mergeCommit, rebaseCommits, squashCommit } from '../git/integrate';
import { GitRepository } from '../git/GitRepository';
import { NO_OBJECT } from '../git/GitRefs';
import { Signature, timestamp } from '../git/objectFormats';
import { Mergeability, Mergeable } from './Mergeability';
import { MergeMethod, PullRequest, Repository, User } from './model';
import { NotMergeableError, ValidationError } from './problems';
import { PullRequests } from './PullRequests';
import { Repositories } from './Repositories';
import { Users } from './Users';

const METHODS = {
  merge: 'Merge commits',
  squash: 'Squash merges',
  rebase: 'Rebase merges',
};

interface MergeOptions {
  pullRequest: PullRequest;
  actor: User;
  method?: MergeMethod;
  /** First line and rest of the message. */
  title?: string;
  message?: string;
  /** Where the head must be. */
  expectedHead?: string;
  date?: string;
}

/** Merges pull requests, and brings their branches up to date. */
export class Merging {
  static create(options: {
    pullRequests: PullRequests;
    repositories: Repositories;
    mergeability: Mergeability;
    users: Users;
  }): Merging {
    return new Merging(
      options.pullRequests,
      options.repositories,
      options.mergeability,
      options.users,
    );
  }

  private constructor(
    private readonly pullRequests: PullRequests,
    private readonly repositories: Repositories,
    private readonly mergeability: Mergeability,
    private readonly users: Users,
  ) {}

  /**
   * Throws {@link NotMergeableError} when it can't be merged as it is, and ConflictError when the head is not where
   * it is expected or the base moves meanwhile.
   */
  async merge(
    options: MergeOptions,
  ): Promise<{ sha: string; pullRequest: PullRequest }> {
    const { actor, method = 'merge', expectedHead, date } = options;
    const pullRequest = this.pullRequests.get(options.pullRequest.id);
    const repository = this.repositories.get(pullRequest.repositoryId);
    await this.#refuseUnmergeable({ pullRequest, repository, method });
    if (expectedHead && expectedHead !== pullRequest.headSha) {
      throw new ConflictError(
        'Head branch was modified. Review and try the merge again.',
      );
    }
    const git = await this.repositories.git(repository);
    const ref = `refs/heads/${pullRequest.base}`;
    const base = git.refs.get(ref) ?? NO_OBJECT;
    const sha = await this.#integrate({ ...options, pullRequest, git, base });
    if (this.pullRequests.get(pullRequest.id).state !== 'open') {
      throw new NotMergeableError('Pull Request is not mergeable');
    }
    let merged = pullRequest;
    await this.repositories.moveRef({
      repository,
      ref,
      to: sha,
      from: base,
      actor,
      then: () => {
        merged = this.markMerged({ pullRequest, actor, sha, date });
      },
    });
    if (repository.deleteBranchOnMerge) {
      await this.deleteHead({ pullRequest: merged, actor });
    }
    return { sha, pullRequest: this.pullRequests.get(merged.id) };
  }

  /** Notes that it is merged, by this forge or by a push that contains it. */
  markMerged(options: {
    pullRequest: PullRequest;
    actor: User;
    sha: string;
    date?: string;
  }): PullRequest {
    const { pullRequest, actor, sha, date } = options;
    const now = timestamp(date);
    return this.pullRequests.record({
      pullRequest,
      actor,
      date,
      change: {
        state: 'closed',
        closedAt: now,
        mergedAt: now,
        mergedById: actor.id,
        mergeSha: sha,
        autoMerge: null,
        queueEntry: null,
      },
      timeline: [
        { event: 'merged', sha },
        { event: 'closed', sha },
      ],
      event: { action: 'closed' },
    });
  }

  /** Deletes the head branch, if it is there. */
  async deleteHead(options: {
    pullRequest: PullRequest;
    actor: User;
  }): Promise<void> {
    const { pullRequest, actor } = options;
    const repository = this.repositories.get(pullRequest.repositoryId);
    const ref = `refs/heads/${pullRequest.head}`;
    await this.repositories.deleteRef({ repository, ref, actor });
  }

  /** Merges the base into the head branch. Throws {@link ValidationError} when there is nothing to merge, or a conflict. */
  async updateBranch(options: {
    pullRequest: PullRequest;
    actor: User;
    expectedHead?: string;
  }): Promise<void> {
    const { pullRequest, actor, expectedHead } = options;
    const repository = this.repositories.get(pullRequest.repositoryId);
    const git = await this.repositories.git(repository);
    const head = git.refs.get(`refs/heads/${pullRequest.head}`);
    const base = git.refs.get(`refs/heads/${pullRequest.base}`);
    if (!head || !base || (expectedHead && expectedHead !== head)) {
      throw refused('expected head sha didn’t match current head ref.');
    }
    if ((await git.distance(base, head)).behind === 0) {
      throw refused('There are no new commits on the base branch.');
    }
    const signature = signatureOf(actor);
    const to = await mergeCommit({
      git,
      base: head,
      head: base,
      author: signature,
      committer: signature,
      message: `Merge branch '${pullRequest.base}' into ${pullRequest.head}`,
    }).catch(error => {
      throw error instanceof ConflictError
        ? refused('merge conflict between base and head')
        : error;
    });
    const ref = `refs/heads/${pullRequest.head}`;
    await this.repositories.moveRef({ repository, ref, to, from: head, actor });
  }

  async #refuseUnmergeable(options: {
    pullRequest: PullRequest;
    repository: Repository;
    method: MergeMethod;
  }): Promise<void> {
    const { pullRequest, repository, method } = options;
    const allowed = {
      merge: repository.allowMergeCommit,
      squash: repository.allowSquashMerge,
      rebase: repository.allowRebaseMerge,
    };
    if (pullRequest.state !== 'open') {
      throw new NotMergeableError('Pull Request is not mergeable');
    }
    if (!allowed[method]) {
      throw new NotMergeableError(
        `${METHODS[method]} are not allowed on this repository.`,
      );
    }
    const found: Mergeable = await this.mergeability.of(pullRequest);
    if (found.protection?.mergeQueue) {
      throw new NotMergeableError(
        'Changes must be made through the merge queue',
      );
    }
    if (found.protection?.linearHistory && method === 'merge') {
      throw new NotMergeableError(
        'This branch must not contain merge commits.',
      );
    }
    if (found.state === 'dirty') {
      throw new NotMergeableError('Pull Request is not mergeable');
    }
    if (found.state === 'draft') {
      throw new NotMergeableError('Pull Request is still a draft');
    }
    if (found.obstacles.length > 0) {
      throw new NotMergeableError(found.obstacles.join(' '));
    }
  }

  async #integrate(
    options: MergeOptions & { git: GitRepository; base: string },
  ): Promise<string> {
    const { pullRequest, actor, method = 'merge', git, base, date } = options;
    const head = pullRequest.headSha;
    const owner = this.repositories.ownerOf(
      this.repositories.get(pullRequest.repositoryId),
    );
    const committer = {
      name: 'GitHub',
      email: 'noreply@github.com',
      date: timestamp(date),
    };
    const shared = { git, base, head, committer };
    try {
      if (method === 'rebase') return await rebaseCommits(shared);
      if (method === 'squash') {
        const author = this.users.get(pullRequest.authorId);
        return await squashCommit({
          ...shared,
          author: signatureOf(author, date),
          message: messageOf(
            options.title ?? `${pullRequest.title} (#${pullRequest.number})`,
            options.message ?? (await squashedMessages(shared)),
          ),
        });
      }
      return await mergeCommit({
        ...shared,
        author: signatureOf(actor, date),
        message: messageOf(
          options.title ??
            `Merge pull request #${pullRequest.number} from ${owner.login}/${pullRequest.head}`,
          options.message ?? pullRequest.title,
        ),
      });
    } catch (error) {
      if (!(error instanceof ConflictError)) throw error;
      throw new NotMergeableError(
        method === 'rebase'
          ? 'This branch can’t be rebased'
          : 'Pull Request is not mergeable',
        error,
      );
    }
  }
}

async function squashedMessages(options: {
  git: GitRepository;
  base: string;
  head: string;
}): Promise<string> {
  const { git, base, head } = options;
  const commits = (await git.log({ sha: head, not: [base] })).reverse();
  if (commits.length === 1) {
    return commits[0].message.split('\n').slice(1).join('\n').trim();
  }
  return commits.map(({ message }) => `* ${message.trim()}`).join('\n\n');
}

function messageOf(title: string, body: string): string {
  return body === '' ? title : `${title}\n\n${body}`;
}

function signatureOf(user: User, date?: string): Signature {
  return { name: user.name, email: user.email, date: timestamp(date) };
}

function refused(message: string): ValidationError {
  return new ValidationError(
    [{ resource: 'PullRequest', code: 'custom', message }],
    message,
  );
}

import { ConflictError } from '@backstage/errors';
import { mergeCommit } from '../git/integrate';
import { timestamp } from '../git/objectFormats';
import { Checks } from './Checks';
import { Mergeability } from './Mergeability';
import { Merging } from './Merging';
import { PullRequest, User } from './model';
import { Protections } from './Protections';
import { PullRequests } from './PullRequests';
import { Repositories } from './Repositories';
import { refused, requireOpen } from './requireOpen';
import { Users } from './Users';

interface Services {
  pullRequests: PullRequests;
  repositories: Repositories;
  protections: Protections;
  mergeability: Mergeability;
  merging: Merging;
  checks: Checks;
  users: Users;
}

/** The merge queues of branches: what they will be after each merge is built on a branch of its own and checked there first. */
export class MergeQueue {
  static create(services: Services): MergeQueue {
    return new MergeQueue(services);
  }

  private constructor(private readonly services: Services) {}

  /** Puts it at the end of the queue of its base branch. Throws {@link ValidationError}. */
  async enqueue(options: {
    pullRequest: PullRequest;
    actor: User;
    expectedHead?: string;
  }): Promise<PullRequest> {
    const { actor } = options;
    const pullRequest = requireOpen(this.services.pullRequests, options);
    const found = await this.services.mergeability.of(pullRequest);
    if (!found.protection?.mergeQueue) {
      throw refused(
        `Branch ${pullRequest.base} does not have a merge queue enabled`,
      );
    }
    if (pullRequest.queueEntry) return pullRequest;
    if (found.state !== 'clean' && found.state !== 'unstable') {
      throw refused(
        `Pull request is not mergeable: ${found.obstacles.join(' ') || found.state}`,
      );
    }
    const entry = {
      id: this.services.repositories.newId(),
      enqueuedById: actor.id,
      enqueuedAt: timestamp(),
      groupSha: await this.#group(pullRequest, actor),
    };
    return this.services.pullRequests.record({
      pullRequest,
      actor,
      change: { autoMerge: null, queueEntry: entry },
      timeline: [{ event: 'added_to_merge_queue' }],
      event: { action: 'enqueued' },
    });
  }

  async dequeue(options: {
    pullRequest: PullRequest;
    actor: User;
    reason: 'MANUAL' | 'CI_FAILURE' | 'MERGE_CONFLICT';
  }): Promise<PullRequest> {
    const { actor, reason } = options;
    const pullRequest = requireOpen(this.services.pullRequests, options);
    if (!pullRequest.queueEntry) {
      throw refused('Pull request is not in the merge queue');
    }
    await this.#removeGroup(pullRequest);
    return this.services.pullRequests.record({
      pullRequest,
      actor,
      change: { queueEntry: null },
      timeline: [{ event: 'removed_from_merge_queue' }],
      event: { action: 'dequeued', reason },
    });
  }

  /** Merges it if the checks of what the base branch will be have passed; takes it out if one failed, or builds that anew if the base has moved. */
  async advance(
    pullRequest: PullRequest,
    entry: NonNullable<PullRequest['queueEntry']>,
  ): Promise<void> {
    const { repositories, protections, checks, merging } = this.services;
    const repository = repositories.get(pullRequest.repositoryId);
    const actor = this.services.users.get(entry.enqueuedById);
    const git = await repositories.git(repository);
    const ref = `refs/heads/${pullRequest.base}`;
    const base = git.refs.get(ref);
    const [parent] = (await git.commit(entry.groupSha)).parents;
    if (parent !== base) {
      try {
        await this.#removeGroup(pullRequest);
        const groupSha = await this.#group(pullRequest, actor);
        this.services.pullRequests.record({
          pullRequest,
          actor,
          change: { queueEntry: { ...entry, groupSha } },
        });
      } catch (error) {
        if (!(error instanceof ConflictError)) throw error;
        const reason = 'MERGE_CONFLICT';
        await this.dequeue({ pullRequest, actor, reason });
      }
      return;
    }
    const required =
      protections.find(repository, pullRequest.base)?.checks?.contexts ?? [];
    const outcomes = checks.outcomes(repository, entry.groupSha);
    const found = required.map(context => outcomes.get(context));
    if (found.includes('failure')) {
      await this.dequeue({ pullRequest, actor, reason: 'CI_FAILURE' });
    } else if (found.every(outcome => outcome === 'success')) {
      await repositories.moveRef({
        repository,
        ref,
        to: entry.groupSha,
        from: base,
        actor,
        then: () => {
          merging.markMerged({ pullRequest, actor, sha: entry.groupSha });
        },
      });
      await this.#removeGroup(pullRequest);
    }
  }

  /** What the base branch will be, on a branch of its own that checks run on. */
  async #group(pullRequest: PullRequest, actor: User): Promise<string> {
    const { repositories } = this.services;
    const repository = repositories.get(pullRequest.repositoryId);
    const git = await repositories.git(repository);
    const base = git.refs.get(`refs/heads/${pullRequest.base}`) ?? '';
    const author = {
      name: actor.name,
      email: actor.email,
      date: timestamp(),
    };
    const sha = await mergeCommit({
      git,
      base,
      head: pullRequest.headSha,
      author,
      committer: author,
      message: `Merge pull request #${pullRequest.number} from ${repositories.ownerOf(repository).login}/${pullRequest.head}\n\n${pullRequest.title}`,
    });
    const ref = groupRef(pullRequest);
    await repositories.moveRef({ repository, ref, to: sha, actor });
    return sha;
  }

  async #removeGroup(pullRequest: PullRequest): Promise<void> {
    const { repositories } = this.services;
    const repository = repositories.get(pullRequest.repositoryId);
    await repositories.deleteRef({
      repository,
      ref: groupRef(pullRequest),
      actor: repositories.ownerOf(repository),
    });
  }
}

function groupRef({ base, number }: PullRequest): string {
  return `refs/heads/gh-readonly-queue/${base}/pr-${number}`;
}

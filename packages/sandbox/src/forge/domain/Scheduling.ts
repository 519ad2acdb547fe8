import { ConflictError } from '@backstage/errors';
import { mergeCommit } from '../git/integrate';
import { timestamp } from '../git/objectFormats';
import { Checks } from './Checks';
import { ForgeEvent, ForgeEvents } from './ForgeEvents';
import { Mergeability } from './Mergeability';
import { Merging } from './Merging';
import { MergeMethod, PullRequest, Repository, User } from './model';
import { ValidationError } from './problems';
import { Protections } from './Protections';
import { PullRequests } from './PullRequests';
import { Repositories } from './Repositories';
import { Users } from './Users';

interface Services {
  pullRequests: PullRequests;
  repositories: Repositories;
  protections: Protections;
  mergeability: Mergeability;
  merging: Merging;
  checks: Checks;
  users: Users;
  events: ForgeEvents;
  onError: (error: unknown) => void;
}

/** After these, a merge that waits may be possible. */
const TELLING: ReadonlyArray<ForgeEvent['type']> = [
  'status',
  'check_run',
  'pull_request',
  'pull_request_review',
  'push',
];

/** Merges that wait: auto-merge of pull requests, and the merge queues of branches. */
export class Scheduling {
  static create(services: Services): Scheduling {
    const scheduling = new Scheduling(services);
    services.events.on(event => {
      if (TELLING.includes(event.type)) scheduling.#look(event.repository);
    });
    return scheduling;
  }

  #work: Promise<void> = Promise.resolve();

  private constructor(private readonly services: Services) {}

  /** Merges it when nothing is in the way any more; where the branch has a queue, through that. Throws {@link ValidationError}. */
  async enableAutoMerge(options: {
    pullRequest: PullRequest;
    actor: User;
    method?: MergeMethod;
    title?: string;
    message?: string;
    expectedHead?: string;
  }): Promise<PullRequest> {
    const { actor, method = 'merge', title, message } = options;
    const { pullRequests, repositories, protections } = this.services;
    const pullRequest = this.#openOne(options);
    const repository = repositories.get(pullRequest.repositoryId);
    const protection = protections.find(repository, pullRequest.base);
    const { state } = await this.services.mergeability.of(pullRequest);
    if (pullRequest.draft) throw refused('Pull request is a draft');
    if (protection?.mergeQueue) {
      if (state === 'clean' || state === 'unstable') {
        return this.enqueue(options);
      }
    } else {
      if (!repository.allowAutoMerge) {
        throw refused('Auto merge is not allowed for this repository');
      }
      if (state === 'clean' || state === 'unstable') {
        throw refused(`Pull request is in ${state} status`);
      }
      if (!protection) {
        throw refused('Protected branch rules not configured for this branch');
      }
    }
    return pullRequests.record({
      pullRequest,
      actor,
      change: {
        autoMerge: {
          enabledById: actor.id,
          method,
          title: title ?? null,
          message: message ?? null,
          enabledAt: timestamp(),
        },
      },
      timeline: [{ event: 'auto_merge_enabled' }],
      event: { action: 'auto_merge_enabled' },
    });
  }

  disableAutoMerge(options: {
    pullRequest: PullRequest;
    actor: User;
  }): PullRequest {
    const { actor } = options;
    const pullRequest = this.#openOne(options);
    if (!pullRequest.autoMerge) {
      throw refused('Auto-merge is not enabled for this pull request');
    }
    return this.services.pullRequests.record({
      pullRequest,
      actor,
      change: { autoMerge: null },
      timeline: [{ event: 'auto_merge_disabled' }],
      event: { action: 'auto_merge_disabled', reason: 'manual' },
    });
  }

  /** Puts it at the end of the queue of its base branch. Throws {@link ValidationError}. */
  async enqueue(options: {
    pullRequest: PullRequest;
    actor: User;
    expectedHead?: string;
  }): Promise<PullRequest> {
    const { actor } = options;
    const pullRequest = this.#openOne(options);
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
    const pullRequest = this.#openOne(options);
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

  /** Until all that was begun is done. */
  async settled(): Promise<void> {
    for (let seen; seen !== this.#work;) {
      seen = this.#work;
      await seen;
    }
  }

  #openOne(options: {
    pullRequest: PullRequest;
    expectedHead?: string;
  }): PullRequest {
    const pullRequest = this.services.pullRequests.get(options.pullRequest.id);
    const { expectedHead } = options;
    if (pullRequest.state !== 'open') throw refused('Pull request is closed');
    if (expectedHead && expectedHead !== pullRequest.headSha) {
      throw refused('Head branch was modified. Review and try again.');
    }
    return pullRequest;
  }

  #look(repository: Repository): void {
    const { pullRequests, onError } = this.services;
    this.#work = this.#work.then(async () => {
      const waiting = pullRequests
        .list(repository, { state: 'open' })
        .filter(({ autoMerge, queueEntry }) => autoMerge || queueEntry)
        .sort((a, b) => (a.queueEntry?.id ?? 0) - (b.queueEntry?.id ?? 0));
      for (const { id } of waiting) {
        await this.#advance(pullRequests.get(id)).catch(onError);
      }
    });
  }

  async #advance(pullRequest: PullRequest): Promise<void> {
    const { users, merging } = this.services;
    if (pullRequest.queueEntry) {
      await this.#advanceInQueue(pullRequest, pullRequest.queueEntry);
      return;
    }
    const { autoMerge } = pullRequest;
    if (pullRequest.state !== 'open' || !autoMerge) return;
    const found = await this.services.mergeability.of(pullRequest);
    if (found.state !== 'clean' && found.state !== 'unstable') return;
    const actor = users.get(autoMerge.enabledById);
    if (found.protection?.mergeQueue) {
      await this.enqueue({ pullRequest, actor });
      return;
    }
    await merging.merge({
      pullRequest,
      actor,
      method: autoMerge.method,
      title: autoMerge.title ?? undefined,
      message: autoMerge.message ?? undefined,
    });
  }

  async #advanceInQueue(
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

/** GitHub begins the sentences of its queue and of auto-merge with the name of the kind. */
function refused(message: string): ValidationError {
  const text = `Pull request ${message}`;
  return new ValidationError(
    [{ resource: 'PullRequest', code: 'custom', message: text }],
    text,
  );
}

import { timestamp } from '../git/objectFormats';
import { ForgeEvent, ForgeEvents } from './ForgeEvents';
import { Mergeability } from './Mergeability';
import { MergeQueue } from './MergeQueue';
import { Merging } from './Merging';
import { MergeMethod, PullRequest, Repository, User } from './model';
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
  queue: MergeQueue;
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

/** Merges that wait: auto-merge of pull requests, and the merge queues of branches, which it keeps going. */
export class Scheduling {
  static create(services: Services): Scheduling {
    const scheduling = new Scheduling(services);
    services.events.on(event => {
      if (TELLING.includes(event.type)) scheduling.#look(event.repository);
    });
    return scheduling;
  }

  #work: Promise<void> = Promise.resolve();

  /** Merge queues of branches. */
  readonly queue: MergeQueue;

  private constructor(private readonly services: Services) {
    this.queue = services.queue;
  }

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
    const pullRequest = requireOpen(this.services.pullRequests, options);
    const repository = repositories.get(pullRequest.repositoryId);
    const protection = protections.find(repository, pullRequest.base);
    const { state } = await this.services.mergeability.of(pullRequest);
    if (pullRequest.draft) throw refused('Pull request is a draft');
    if (protection?.mergeQueue) {
      if (state === 'clean' || state === 'unstable') {
        return this.queue.enqueue(options);
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
    const pullRequest = requireOpen(this.services.pullRequests, options);
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

  /** Until all that was begun is done. */
  async settled(): Promise<void> {
    for (let seen; seen !== this.#work;) {
      seen = this.#work;
      await seen;
    }
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
      await this.queue.advance(pullRequest, pullRequest.queueEntry);
      return;
    }
    const { autoMerge } = pullRequest;
    if (pullRequest.state !== 'open' || !autoMerge) return;
    const found = await this.services.mergeability.of(pullRequest);
    if (found.state !== 'clean' && found.state !== 'unstable') return;
    const actor = users.get(autoMerge.enabledById);
    if (found.protection?.mergeQueue) {
      await this.queue.enqueue({ pullRequest, actor });
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
}

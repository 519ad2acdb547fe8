import { NotFoundError } from '@backstage/errors';
import { timestamp } from '../git/objectFormats';
import { Collection } from './Collection';
import { ForgeEvent, ForgeEvents } from './ForgeEvents';
import { PullRequest, Repository, TimelineEvent, User } from './model';
import { ValidationError } from './problems';
import { Repositories } from './Repositories';

type PullRequestEvent = Extract<ForgeEvent, { type: 'pull_request' }>;

/** A change of a pull request: what is stored, what its timeline says, what is told to others. */
interface PullRequestChange {
  pullRequest: PullRequest;
  actor: User;
  change: Partial<PullRequest>;
  timeline?: Array<Omit<TimelineEvent, 'id' | 'actorId' | 'createdAt'>>;
  event?: Pick<PullRequestEvent, 'action'> & Partial<PullRequestEvent>;
  /** Back-dates it. */
  date?: string;
}

/** Pull requests between two branches of a repository. */
export class PullRequests {
  static create(options: {
    pullRequests: Collection<PullRequest>;
    repositories: Repositories;
    events: ForgeEvents;
  }): PullRequests {
    return new PullRequests(
      options.pullRequests,
      options.repositories,
      options.events,
    );
  }

  private constructor(
    private readonly pullRequests: Collection<PullRequest>,
    private readonly repositories: Repositories,
    private readonly events: ForgeEvents,
  ) {}

  /** Throws {@link ValidationError} in GitHub's words when the branches do not allow it. */
  async open(options: {
    repository: Repository;
    actor: User;
    /** A branch, or `owner:branch`. */
    head: string;
    base: string;
    title: string;
    body?: string | null;
    draft?: boolean;
    date?: string;
  }): Promise<PullRequest> {
    const { repository, actor, base, title, body = null, date } = options;
    const owner = this.repositories.ownerOf(repository).login;
    const head = options.head.startsWith(`${owner}:`)
      ? options.head.slice(owner.length + 1)
      : options.head;
    const git = await this.repositories.git(repository);
    const headSha = git.refs.get(`refs/heads/${head}`);
    const baseSha = git.refs.get(`refs/heads/${base}`);
    if (!headSha) throw invalid({ code: 'invalid', field: 'head' });
    if (!baseSha) throw invalid({ code: 'invalid', field: 'base' });
    if ((await git.distance(baseSha, headSha)).ahead === 0) {
      throw invalid({
        code: 'custom',
        message: `No commits between ${base} and ${head}`,
      });
    }
    const open = this.pullRequests.find(
      each =>
        each.repositoryId === repository.id &&
        each.state === 'open' &&
        each.head === head &&
        each.base === base,
    );
    if (open) {
      throw invalid({
        code: 'custom',
        message: `A pull request already exists for ${owner}:${head}.`,
      });
    }
    const createdAt = timestamp(date);
    const pullRequest = this.pullRequests.put({
      id: this.pullRequests.newId(),
      repositoryId: repository.id,
      number: this.repositories.nextNumber(repository),
      title,
      body: body === '' ? null : body,
      authorId: actor.id,
      head,
      base,
      headSha,
      baseSha,
      state: 'open',
      draft: options.draft ?? false,
      labelIds: [],
      assigneeIds: [],
      requestedReviewerIds: [],
      requestedTeamIds: [],
      createdAt,
      updatedAt: createdAt,
      closedAt: null,
      mergedAt: null,
      mergedById: null,
      mergeSha: null,
      autoMerge: null,
      queueEntry: null,
      timeline: [],
    });
    await git.refs.update({
      ref: `refs/pull/${pullRequest.number}/head`,
      to: headSha,
    });
    this.events.emit({
      type: 'pull_request',
      action: 'opened',
      repository,
      actor,
      pullRequest,
    });
    return pullRequest;
  }

  get(id: number): PullRequest {
    return this.pullRequests.get(id);
  }

  find(repository: Repository, number: number): PullRequest | undefined {
    return this.pullRequests.find(
      each => each.repositoryId === repository.id && each.number === number,
    );
  }

  /** Throws NotFoundError. */
  byNumber(repository: Repository, number: number): PullRequest {
    const pullRequest = this.find(repository, number);
    if (!pullRequest) throw new NotFoundError('Not Found');
    return pullRequest;
  }

  /** Newest first. */
  list(
    repository: Repository,
    filter: { state?: 'open' | 'closed'; head?: string; base?: string } = {},
  ): PullRequest[] {
    return this.pullRequests
      .filter(
        each =>
          each.repositoryId === repository.id &&
          (!filter.state || each.state === filter.state) &&
          (!filter.head || each.head === filter.head) &&
          (!filter.base || each.base === filter.base),
      )
      .sort((a, b) => b.number - a.number);
  }

  repositoryOf(pullRequest: PullRequest): Repository {
    return this.repositories.get(pullRequest.repositoryId);
  }

  /** Title, body or base branch. */
  edit(options: {
    pullRequest: PullRequest;
    actor: User;
    title?: string;
    body?: string | null;
    base?: string;
  }): PullRequest {
    const { pullRequest, actor, title, body, base } = options;
    const renamed = title !== undefined && title !== pullRequest.title;
    return this.record({
      pullRequest,
      actor,
      change: {
        ...(title !== undefined && { title }),
        ...(body !== undefined && { body }),
        ...(base !== undefined && { base }),
      },
      timeline: renamed ? [{ event: 'renamed' }] : [],
      event: { action: 'edited' },
    });
  }

  setDraft(options: {
    pullRequest: PullRequest;
    actor: User;
    draft: boolean;
  }): PullRequest {
    const { pullRequest, actor, draft } = options;
    if (pullRequest.draft === draft) return pullRequest;
    return this.record({
      pullRequest,
      actor,
      change: { draft },
      timeline: [{ event: draft ? 'convert_to_draft' : 'ready_for_review' }],
      event: { action: draft ? 'converted_to_draft' : 'ready_for_review' },
    });
  }

  /** Closes without merging; closed already is nothing new. */
  close(options: {
    pullRequest: PullRequest;
    actor: User;
    date?: string;
  }): PullRequest {
    const { pullRequest, actor, date } = options;
    if (this.get(pullRequest.id).state === 'closed') return pullRequest;
    return this.record({
      pullRequest,
      actor,
      date,
      change: {
        state: 'closed',
        closedAt: timestamp(date),
        autoMerge: null,
        queueEntry: null,
      },
      timeline: [{ event: 'closed' }],
      event: { action: 'closed' },
    });
  }

  /** Opens one that was closed without merging, as long as its branches are there. */
  async reopen(options: {
    pullRequest: PullRequest;
    actor: User;
  }): Promise<PullRequest> {
    const { pullRequest, actor } = options;
    if (pullRequest.state === 'open') return pullRequest;
    const { refs } = await this.repositories.git(
      this.repositoryOf(pullRequest),
    );
    const headSha = refs.get(`refs/heads/${pullRequest.head}`);
    if (pullRequest.mergedAt || !headSha) {
      throw invalid({
        code: 'invalid',
        field: 'state',
        message: pullRequest.mergedAt
          ? 'state cannot be changed. The pull request was merged.'
          : `state cannot be changed. The ${pullRequest.head} branch has been deleted.`,
      });
    }
    return this.record({
      pullRequest,
      actor,
      change: { state: 'open', closedAt: null, headSha },
      timeline: [{ event: 'reopened' }],
      event: { action: 'reopened' },
    });
  }

  /** Stores a change with its timeline, and tells others. For the services that change pull requests. */
  record(options: PullRequestChange): PullRequest {
    const { pullRequest, actor, change, timeline = [], event, date } = options;
    const createdAt = timestamp(date);
    const current = this.get(pullRequest.id);
    const updated = this.pullRequests.update(pullRequest.id, {
      updatedAt: createdAt,
      ...change,
      timeline: [
        ...current.timeline,
        ...timeline.map(each => ({
          id: this.pullRequests.newId(),
          actorId: actor.id,
          createdAt,
          ...each,
        })),
      ],
    });
    if (event) {
      this.events.emit({
        ...event,
        type: 'pull_request',
        repository: this.repositoryOf(updated),
        actor,
        pullRequest: updated,
      });
    }
    return updated;
  }
}

function invalid(problem: {
  code: 'invalid' | 'custom';
  field?: string;
  message?: string;
}): ValidationError {
  return new ValidationError([{ resource: 'PullRequest', ...problem }]);
}

import { timestamp } from '../git/objectFormats';
import { Collection } from './Collection';
import { ForgeEvents } from './ForgeEvents';
import { Comment, PullRequest, User } from './model';
import { PullRequests } from './PullRequests';

/** Comments in the conversations of pull requests. */
export class Comments {
  static create(options: {
    comments: Collection<Comment>;
    pullRequests: PullRequests;
    events: ForgeEvents;
  }): Comments {
    return new Comments(options.comments, options.pullRequests, options.events);
  }

  private constructor(
    private readonly comments: Collection<Comment>,
    private readonly pullRequests: PullRequests,
    private readonly events: ForgeEvents,
  ) {}

  add(options: {
    pullRequest: PullRequest;
    actor: User;
    body: string;
    date?: string;
  }): Comment {
    const { pullRequest, actor, body, date } = options;
    const createdAt = timestamp(date);
    const comment = this.comments.put({
      id: this.comments.newId(),
      pullRequestId: pullRequest.id,
      authorId: actor.id,
      body,
      createdAt,
      updatedAt: createdAt,
    });
    this.pullRequests.record({ pullRequest, actor, date, change: {} });
    this.#announce('created', { comment, actor });
    return comment;
  }

  edit(options: { comment: Comment; actor: User; body: string }): Comment {
    const { comment, actor, body } = options;
    const edited = this.comments.update(comment.id, {
      body,
      updatedAt: timestamp(),
    });
    this.#announce('edited', { comment: edited, actor });
    return edited;
  }

  delete(options: { comment: Comment; actor: User }): void {
    this.comments.delete(options.comment.id);
    this.#announce('deleted', options);
  }

  get(id: number): Comment {
    return this.comments.get(id);
  }

  /** Oldest first. */
  list(pullRequest: PullRequest): Comment[] {
    return this.comments.filter(each => each.pullRequestId === pullRequest.id);
  }

  #announce(
    action: 'created' | 'edited' | 'deleted',
    options: { comment: Comment; actor: User },
  ): void {
    const pullRequest = this.pullRequests.get(options.comment.pullRequestId);
    this.events.emit({
      type: 'issue_comment',
      action,
      repository: this.pullRequests.repositoryOf(pullRequest),
      pullRequest,
      ...options,
    });
  }
}

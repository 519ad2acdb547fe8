import {
  CheckRun,
  Comment,
  CommitStatus,
  Label,
  PullRequest,
  Repository,
  Review,
  Team,
  User,
} from './model';

/** Something that happened, for webhooks and for who listens in this process. */
export type ForgeEvent = { repository: Repository; actor: User } & (
  | { type: 'push'; ref: string; before: string; after: string }
  | {
      type: 'pull_request';
      action:
        | 'opened'
        | 'edited'
        | 'closed'
        | 'reopened'
        | 'synchronize'
        | 'labeled'
        | 'unlabeled'
        | 'assigned'
        | 'unassigned'
        | 'review_requested'
        | 'review_request_removed'
        | 'ready_for_review'
        | 'converted_to_draft'
        | 'auto_merge_enabled'
        | 'auto_merge_disabled'
        | 'enqueued'
        | 'dequeued';
      pullRequest: PullRequest;
      label?: Label;
      reviewer?: User;
      team?: Team;
      before?: string;
      after?: string;
      /** Why it is not waiting any more. */
      reason?: string;
    }
  | {
      type: 'pull_request_review';
      action: 'submitted' | 'dismissed' | 'edited';
      pullRequest: PullRequest;
      review: Review;
    }
  | {
      type: 'issue_comment';
      action: 'created' | 'edited' | 'deleted';
      pullRequest: PullRequest;
      comment: Comment;
    }
  | { type: 'status'; status: CommitStatus }
  | {
      type: 'check_run';
      action: 'created' | 'completed' | 'rerequested';
      checkRun: CheckRun;
    }
  | { type: 'repository'; action: 'created' | 'edited' | 'deleted' }
);

/** Tells who listens what has happened, after it has. */
export class ForgeEvents {
  static create(options: { onError: (error: unknown) => void }): ForgeEvents {
    return new ForgeEvents(options.onError);
  }

  readonly #listeners = new Set<(event: ForgeEvent) => void>();

  private constructor(private readonly onError: (error: unknown) => void) {}

  /** Returns a function that stops it. */
  on(listener: (event: ForgeEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  emit(event: ForgeEvent): void {
    for (const listener of this.#listeners) {
      try {
        listener(event);
      } catch (error) {
        this.onError(error);
      }
    }
  }
}

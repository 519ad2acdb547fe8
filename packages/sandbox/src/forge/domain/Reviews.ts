import { InputError, NotFoundError } from '@backstage/errors';
import { timestamp } from '../git/objectFormats';
import { Collection } from './Collection';
import { ForgeEvents } from './ForgeEvents';
import { PullRequest, Review, User } from './model';
import { ValidationError } from './problems';
import { Protections } from './Protections';
import { PullRequests } from './PullRequests';

/** What the reviews of a pull request come to, where its base branch requires any; else null. */
export type ReviewDecision =
  'APPROVED' | 'CHANGES_REQUESTED' | 'REVIEW_REQUIRED' | null;

/** Reviews of pull requests. */
export class Reviews {
  static create(options: {
    reviews: Collection<Review>;
    pullRequests: PullRequests;
    protections: Protections;
    events: ForgeEvents;
  }): Reviews {
    return new Reviews(
      options.reviews,
      options.pullRequests,
      options.protections,
      options.events,
    );
  }

  private constructor(
    private readonly reviews: Collection<Review>,
    private readonly pullRequests: PullRequests,
    private readonly protections: Protections,
    private readonly events: ForgeEvents,
  ) {}

  /** Throws {@link ValidationError} when somebody judges their own pull request. */
  submit(options: {
    pullRequest: PullRequest;
    actor: User;
    state: 'APPROVED' | 'CHANGES_REQUESTED' | 'COMMENTED' | 'PENDING';
    body?: string;
    commitSha?: string;
    date?: string;
  }): Review {
    const { pullRequest, actor, state, body = '' } = options;
    const judges = state === 'APPROVED' || state === 'CHANGES_REQUESTED';
    if (judges && pullRequest.authorId === actor.id) {
      throw new ValidationError(
        [
          state === 'APPROVED'
            ? 'Can not approve your own pull request'
            : 'Can not request changes on your own pull request',
        ],
        'Unprocessable Entity',
      );
    }
    if (state !== 'APPROVED' && state !== 'PENDING' && body === '') {
      throw new ValidationError(
        ['Body can not be blank'],
        'Unprocessable Entity',
      );
    }
    const review = this.reviews.put({
      id: this.reviews.newId(),
      pullRequestId: pullRequest.id,
      authorId: actor.id,
      state,
      body,
      commitSha: options.commitSha ?? pullRequest.headSha,
      submittedAt: timestamp(options.date),
    });
    if (state !== 'PENDING') this.#announce(review, actor, options.date);
    return review;
  }

  /** Submits a pending review. */
  finish(options: {
    review: Review;
    actor: User;
    state: 'APPROVED' | 'CHANGES_REQUESTED' | 'COMMENTED';
    body?: string;
  }): Review {
    const { review, actor, state, body = review.body } = options;
    if (review.state !== 'PENDING') {
      throw new InputError('The review has been submitted already');
    }
    const updated = this.reviews.update(review.id, {
      state,
      body,
      submittedAt: timestamp(),
    });
    this.#announce(updated, actor);
    return updated;
  }

  dismiss(options: { review: Review; actor: User }): Review {
    const { review, actor } = options;
    if (review.state === 'PENDING' || review.state === 'COMMENTED') {
      throw new ValidationError(
        [`Can not dismiss a ${review.state.toLowerCase()} pull request review`],
        'Unprocessable Entity',
      );
    }
    const dismissed = this.reviews.update(review.id, { state: 'DISMISSED' });
    const pullRequest = this.pullRequests.get(review.pullRequestId);
    this.events.emit({
      type: 'pull_request_review',
      action: 'dismissed',
      repository: this.pullRequests.repositoryOf(pullRequest),
      actor,
      pullRequest,
      review: dismissed,
    });
    return dismissed;
  }

  delete(review: Review): void {
    this.reviews.delete(review.id);
  }

  get(id: number): Review {
    return this.reviews.get(id);
  }

  /** Throws NotFoundError when it is not one of this pull request. */
  of(pullRequest: PullRequest, id: number): Review {
    const review = this.list(pullRequest).find(each => each.id === id);
    if (!review) throw new NotFoundError('Not Found');
    return review;
  }

  /** Oldest first. */
  list(pullRequest: PullRequest): Review[] {
    return this.reviews.filter(each => each.pullRequestId === pullRequest.id);
  }

  /** The last judgement (approval, changes requested, dismissed) of each reviewer. */
  latestOpinions(pullRequest: PullRequest): Review[] {
    const latest = new Map<number, Review>();
    for (const review of this.list(pullRequest)) {
      if (review.state === 'COMMENTED' || review.state === 'PENDING') continue;
      latest.delete(review.authorId);
      latest.set(review.authorId, review);
    }
    return [...latest.values()];
  }

  decision(pullRequest: PullRequest): ReviewDecision {
    const repository = this.pullRequests.repositoryOf(pullRequest);
    const required = this.protections.find(repository, pullRequest.base)
      ?.reviews?.requiredApprovals;
    const states = this.latestOpinions(pullRequest).map(({ state }) => state);
    if (required === undefined || required === 0) return null;
    if (states.includes('CHANGES_REQUESTED')) return 'CHANGES_REQUESTED';
    const approvals = states.filter(state => state === 'APPROVED').length;
    return approvals >= required ? 'APPROVED' : 'REVIEW_REQUIRED';
  }

  #announce(review: Review, actor: User, date?: string): void {
    const current = this.pullRequests.get(review.pullRequestId);
    const pullRequest = this.pullRequests.record({
      pullRequest: current,
      actor,
      date,
      change: {
        requestedReviewerIds: current.requestedReviewerIds.filter(
          id => id !== actor.id,
        ),
      },
    });
    this.events.emit({
      type: 'pull_request_review',
      action: 'submitted',
      repository: this.pullRequests.repositoryOf(pullRequest),
      actor,
      pullRequest,
      review,
    });
  }
}

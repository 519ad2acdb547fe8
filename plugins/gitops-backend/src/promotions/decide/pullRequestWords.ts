import { PullRequest } from '@fairlead/backstage-plugin-gitops-common';
import { NewPromotionEvent } from '../TrackedPromotion';

/** What an open pull request waits for, the most pressing thing first. */
export function pullRequestMessage(
  pullRequest: PullRequest,
  baseBranch: string,
): string {
  const { number, mergeable, checks, review, draft } = pullRequest;
  const name = `Pull request #${number}`;
  if (mergeable === 'conflicting') {
    return `${name} conflicts with ${baseBranch}: its plan is made again on what is there now.`;
  }
  if (draft) {
    return `${name} is a draft: it can be merged when it is marked as ready for review.`;
  }
  if (checks === 'failing') return `Checks of pull request #${number} fail.`;
  if (review === 'changes-requested') {
    return `A reviewer of pull request #${number} asked for changes.`;
  }
  if (checks === 'pending') {
    return `Waiting for the checks of pull request #${number}.`;
  }
  if (review === 'required') {
    return `Waiting for a review of pull request #${number}.`;
  }
  return mergeable === 'mergeable'
    ? `${name} can be merged.`
    : `${name} is open.`;
}

const checksWords: Partial<Record<PullRequest['checks'], string>> = {
  pending: 'Checks are running.',
  passing: 'All checks pass.',
  failing: 'A check fails.',
};

const reviewWords: Partial<Record<PullRequest['review'], string>> = {
  required: 'A review is required.',
  approved: 'It was approved.',
  'changes-requested': 'A reviewer asked for changes.',
};

/** What happened to an open pull request since it was last seen. */
export function pullRequestChanges(options: {
  before: PullRequest | undefined;
  after: PullRequest;
  revision: number;
  /** The head that Fairlead itself has put there. */
  ourHead?: string;
}): NewPromotionEvent[] {
  const { before, after, revision, ourHead } = options;
  const changes: Array<{ type: string; message: string | undefined }> = [];
  if (before?.checks !== after.checks) {
    changes.push({ type: 'checks', message: checksWords[after.checks] });
  }
  if (before?.review !== after.review) {
    changes.push({ type: 'review', message: reviewWords[after.review] });
  }
  if (
    before?.mergeable !== after.mergeable &&
    after.mergeable === 'conflicting'
  ) {
    changes.push({
      type: 'conflict',
      message: 'It conflicts with the branch it is to be merged into.',
    });
  }
  if (before && before.headSha !== after.headSha && after.headSha !== ourHead) {
    changes.push({
      type: 'pushed',
      message: `Someone pushed to ${after.headBranch}: it is at ${after.headSha.slice(0, 7)} now.`,
    });
  }
  return changes.flatMap(({ type, message }) =>
    message
      ? [{ key: `${type}:${revision}`, type, message, link: after.url }]
      : [],
  );
}

import { Comment, nodeId, PullRequest, Review } from '../../domain';
import { presentLabel } from './pullRequest';
import { presentUser } from './user';
import { View } from './View';

/** GitHub's `issue-comment`. */
export function presentComment(view: View, comment: Comment) {
  const { forge } = view;
  const pullRequest = forge.pullRequests.get(comment.pullRequestId);
  const repository = forge.pullRequests.repositoryOf(pullRequest);
  const api = forge.urls.repositoryApi(repository);
  const page = forge.urls.pullRequest(repository, pullRequest);
  return {
    id: comment.id,
    node_id: nodeId('Comment', comment.id),
    url: `${api}/issues/comments/${comment.id}`,
    html_url: `${page}#issuecomment-${comment.id}`,
    issue_url: `${api}/issues/${pullRequest.number}`,
    user: presentUser(view, forge.users.get(comment.authorId)),
    body: comment.body,
    created_at: comment.createdAt,
    updated_at: comment.updatedAt,
    author_association: 'MEMBER',
    performed_via_github_app: null,
  };
}

/** GitHub's `pull-request-review`. */
export function presentReview(view: View, review: Review) {
  const { forge } = view;
  const pullRequest = forge.pullRequests.get(review.pullRequestId);
  const repository = forge.pullRequests.repositoryOf(pullRequest);
  const page = `${forge.urls.pullRequest(repository, pullRequest)}#pullrequestreview-${review.id}`;
  const url = `${forge.urls.repositoryApi(repository)}/pulls/${pullRequest.number}`;
  return {
    id: review.id,
    node_id: nodeId('Review', review.id),
    user: presentUser(view, forge.users.get(review.authorId)),
    body: review.body,
    state: review.state,
    html_url: page,
    pull_request_url: url,
    _links: { html: { href: page }, pull_request: { href: url } },
    ...(review.state !== 'PENDING' && { submitted_at: review.submittedAt }),
    commit_id: review.commitSha,
    author_association: 'MEMBER',
  };
}

/** GitHub's `issue`: a pull request seen as one. */
export function presentIssue(view: View, pullRequest: PullRequest) {
  const { forge } = view;
  const repository = forge.pullRequests.repositoryOf(pullRequest);
  const api = forge.urls.repositoryApi(repository);
  const url = `${api}/issues/${pullRequest.number}`;
  const page = forge.urls.pullRequest(repository, pullRequest);
  const assignees = pullRequest.assigneeIds.map(id =>
    presentUser(view, forge.users.get(id)),
  );
  const closer = pullRequest.timeline.findLast(
    ({ event }) => event === 'closed',
  );
  return {
    id: pullRequest.id,
    node_id: nodeId('PullRequest', pullRequest.id),
    url,
    repository_url: api,
    labels_url: `${url}/labels{/name}`,
    comments_url: `${url}/comments`,
    events_url: `${url}/events`,
    html_url: page,
    number: pullRequest.number,
    state: pullRequest.state,
    state_reason: null,
    title: pullRequest.title,
    body: pullRequest.body,
    user: presentUser(view, forge.users.get(pullRequest.authorId)),
    labels: forge.triage
      .labelsOf(pullRequest)
      .map(label => presentLabel(view, { repository, label })),
    assignee: assignees[0] ?? null,
    assignees,
    milestone: null,
    locked: false,
    active_lock_reason: null,
    comments: forge.comments.list(pullRequest).length,
    pull_request: {
      url: `${api}/pulls/${pullRequest.number}`,
      html_url: page,
      diff_url: `${page}.diff`,
      patch_url: `${page}.patch`,
      merged_at: pullRequest.mergedAt,
    },
    draft: pullRequest.draft,
    closed_by:
      closer && pullRequest.state === 'closed'
        ? presentUser(view, forge.users.get(closer.actorId))
        : null,
    closed_at: pullRequest.closedAt,
    created_at: pullRequest.createdAt,
    updated_at: pullRequest.updatedAt,
    author_association: 'MEMBER',
  };
}

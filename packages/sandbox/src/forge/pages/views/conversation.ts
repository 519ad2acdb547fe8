import { html, Html } from '../html';
import { markdown } from '../markdown';
import { PullRequestDetails } from '../PullRequestDetails';
import { when } from './when';

const verbs: Record<string, string> = {
  APPROVED: 'approved these changes',
  CHANGES_REQUESTED: 'asked for changes',
  DISMISSED: 'had reviewed; the review was dismissed',
};

/** Comments and reviews, oldest first, and what became of the pull request. */
export function conversation(details: PullRequestDetails): Html {
  const { comments, reviews, pullRequest, mergedBy } = details;
  const said = [
    ...comments.map(({ comment, author }) => ({
      at: comment.createdAt,
      who: author.login,
      did: 'commented',
      body: comment.body,
    })),
    ...reviews.map(({ review, author }) => ({
      at: review.submittedAt,
      who: author.login,
      did: verbs[review.state] ?? 'reviewed',
      body: review.body,
    })),
  ].sort((a, b) => a.at.localeCompare(b.at));
  return html`${said.map(
    ({ at, who, did, body }) =>
      html`<article class="card">
        <header>
          <span><strong>${who}</strong> ${did}</span>
          <span class="muted">${when(at)}</span>
        </header>
        ${body !== '' && html`<div class="padded prose">${markdown(body)}</div>`}
      </article>`,
  )}
  ${
    pullRequest.mergedAt &&
    html`<p class="muted">
      Merged by <strong>${mergedBy?.login ?? 'somebody'}</strong> on
      ${when(pullRequest.mergedAt)}
      ${
        pullRequest.mergeSha &&
        html`as <span class="mono">${pullRequest.mergeSha.slice(0, 7)}</span>`
      }
    </p>`
  }`;
}

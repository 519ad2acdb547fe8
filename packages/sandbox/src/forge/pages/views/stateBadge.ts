import { PullRequest } from '../../domain';
import { html, Html } from '../html';

/** What became of a pull request, in a word. */
export function stateBadge(pullRequest: PullRequest): Html {
  if (pullRequest.mergedAt) {
    return html`<span class="badge merged">Merged</span>`;
  }
  if (pullRequest.state === 'closed') {
    return html`<span class="badge closed">Closed</span>`;
  }
  return pullRequest.draft
    ? html`<span class="badge">Draft</span>`
    : html`<span class="badge open">Open</span>`;
}

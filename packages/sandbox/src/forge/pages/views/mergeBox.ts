import { html, Html } from '../html';
import { PullRequestDetails } from '../PullRequestDetails';

const methodWords = {
  merge: 'Create a merge commit',
  squash: 'Squash into one commit',
  rebase: 'Rebase onto the base branch',
};
const methods = ['merge', 'squash', 'rebase'] as const;

const DISABLED = html`disabled`;

/** Merge, close or reopen. What can't be done is disabled, and says why. */
export function mergeBox(options: {
  details: PullRequestDetails;
  path: string;
}): Html {
  const { details, path } = options;
  const { pullRequest, blocked } = details;
  if (pullRequest.mergedAt) return html``;
  if (pullRequest.state === 'closed') {
    return html`<section class="card padded" aria-label="Closed">
      <p class="muted">This pull request was closed without merging.</p>
      <form class="actions" method="post" action="${path}/reopen">
        <button type="submit">Reopen pull request</button>
      </form>
    </section>`;
  }
  return html`<section class="card padded" aria-label="Merge">
    ${details.waits && html`<p>${details.waits}</p>`}
    <p id="mergeable">
      ${blocked ?? 'There is nothing in the way: it can be merged.'}
    </p>
    <form class="actions" method="post" action="${path}/merge">
      <label class="muted" for="method">Method</label>
      <select id="method" name="method">
        ${methods.map(
          method =>
            html`<option
              value="${method}"
              ${!details.methods[method] && DISABLED}
            >
              ${methodWords[method]}
            </option>`,
        )}
      </select>
      <button
        class="primary"
        type="submit"
        aria-describedby="mergeable"
        ${blocked !== undefined && DISABLED}
      >
        Merge pull request
      </button>
    </form>
    <form class="actions" method="post" action="${path}/close">
      <button class="danger" type="submit">Close pull request</button>
    </form>
  </section>`;
}

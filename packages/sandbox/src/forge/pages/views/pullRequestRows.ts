import { Label, PullRequest, User } from '../../domain';
import { html, Html } from '../html';
import { checkBadge } from './checkBadge';
import { labelTag } from './labelTag';
import { stateBadge } from './stateBadge';
import { when } from './when';

/** A pull request with what its row shows. */
export interface PullRequestRow {
  pullRequest: PullRequest;
  author: User;
  labels: Label[];
  /** What its checks say together; null when there are none. */
  checks: 'success' | 'failure' | 'pending' | null;
}

/** Pull requests as the rows of a card. `root` is the path of their repository. */
export function pullRequestRows(
  rows: readonly PullRequestRow[],
  root: string,
): Html {
  if (rows.length === 0)
    return html`<p class="muted padded">There is none.</p>`;
  return html`<ul class="rows">
    ${rows.map(
      ({ pullRequest, author, labels, checks }) =>
        html`<li>
          ${stateBadge(pullRequest)}
          <span class="grow"
            ><a href="${root}/pull/${pullRequest.number}"
              >${pullRequest.title}</a
            >
            ${labels.map(labelTag)}
            ${checks !== null && checkBadge(checks)}</span
          >
          <span class="muted"
            >#${pullRequest.number} by ${author.login},
            ${when(pullRequest.createdAt)}</span
          >
        </li>`,
    )}
  </ul>`;
}

import { html, Html } from '../html';
import { diffView } from '../diffView';
import { markdown } from '../markdown';
import { PullRequestDetails } from '../PullRequestDetails';
import { checkBadge } from './checkBadge';
import { commitRows } from './commitRows';
import { conversation } from './conversation';
import { labelTag } from './labelTag';
import { mergeBox } from './mergeBox';
import { reviewBox } from './reviewBox';
import { stateBadge } from './stateBadge';
import { when } from './when';

/** A pull request: what it wants, what others say of it, and what may be done with it. */
export function pullRequestPage(options: {
  details: PullRequestDetails;
  /** Path of the repository. */
  root: string;
  viewer: string;
  /** What a form could not do, after it was sent. */
  notice: string | undefined;
}): Html {
  const { details, root, viewer, notice } = options;
  const { pullRequest, author, commits, files } = details;
  const path = `${root}/pull/${pullRequest.number}`;
  return html`${notice && html`<p class="notice" role="alert">${notice}</p>`}
    <h1>
      ${pullRequest.title} <span class="muted">#${pullRequest.number}</span>
    </h1>
    <p>
      ${stateBadge(pullRequest)} <strong>${author.login}</strong> wants to merge
      ${commits.length} ${commits.length === 1 ? 'commit' : 'commits'} into
      <span class="branch mono">${pullRequest.base}</span> from
      <span class="branch mono">${pullRequest.head}</span>
    </p>
    <div class="columns">
      <div>
        <section class="card" aria-label="Description">
          <header>
            <strong>${author.login}</strong>
            <span class="muted">${when(pullRequest.createdAt)}</span>
          </header>
          <div class="padded prose">
            ${
              pullRequest.body
                ? markdown(pullRequest.body)
                : html`<p class="muted">No description.</p>`
            }
          </div>
        </section>
        ${conversation(details)} ${mergeBox({ details, path })}
        ${reviewBox({ details, path, viewer })}
      </div>
      ${sidebar(details)}
    </div>
    <h2>Commits</h2>
    <section class="card" aria-label="Commits">
      ${
        commits.length > 0
          ? commitRows(commits, root)
          : html`<p class="muted padded">There is none.</p>`
      }
    </section>
    <h2>Files</h2>
    ${diffView(files)}`;
}

function sidebar(details: PullRequestDetails): Html {
  const { labels, reviews, waitingFor, checks } = details;
  return html`<aside>
    <section aria-label="Reviews">
      <h2>Reviews</h2>
      <ul>
        ${latestReviews(reviews).map(
          ({ author, review }) =>
            html`<li>${author.login} ${reviewBadge(review.state)}</li>`,
        )}
        ${waitingFor.map(
          name =>
            html`<li>
              ${name} <span class="badge pending">Review requested</span>
            </li>`,
        )}
      </ul>
      ${
        reviews.length + waitingFor.length === 0 &&
        html`<p class="muted">None yet</p>`
      }
    </section>
    <section aria-label="Checks">
      <h2>Checks</h2>
      <ul>
        ${checks.map(
          ({ name, state, description, url }) =>
            html`<li>
              ${checkBadge(state)}
              ${url ? html`<a href="${url}">${name}</a>` : name}
              <span class="muted">${description}</span>
            </li>`,
        )}
      </ul>
      ${checks.length === 0 && html`<p class="muted">None</p>`}
    </section>
    <section aria-label="Labels">
      <h2>Labels</h2>
      ${
        labels.length > 0
          ? html`<p>${labels.map(labelTag)}</p>`
          : html`<p class="muted">None</p>`
      }
    </section>
  </aside>`;
}

function reviewBadge(state: string): Html {
  switch (state) {
    case 'APPROVED':
      return html`<span class="badge approved">Approved</span>`;
    case 'CHANGES_REQUESTED':
      return html`<span class="badge changes">Changes requested</span>`;
    case 'DISMISSED':
      return html`<span class="badge">Dismissed</span>`;
    default:
      return html`<span class="badge">Commented</span>`;
  }
}

/** What each reviewer thinks now. */
function latestReviews(
  reviews: PullRequestDetails['reviews'],
): PullRequestDetails['reviews'] {
  return [...new Map(reviews.map(each => [each.author.login, each])).values()];
}

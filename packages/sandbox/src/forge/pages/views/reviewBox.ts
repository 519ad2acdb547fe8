import { html, Html } from '../html';
import { PullRequestDetails } from '../PullRequestDetails';

/** Say something: as a comment, or as a review. Nobody reviews what is their own. */
export function reviewBox(options: {
  details: PullRequestDetails;
  path: string;
  viewer: string;
}): Html {
  const { details, path, viewer } = options;
  const { pullRequest, author } = details;
  const why =
    (pullRequest.state === 'closed' &&
      'Only an open pull request is reviewed.') ||
    (author.login === viewer && 'Nobody can approve their own pull request.') ||
    undefined;
  const disabled =
    why !== undefined && html`disabled aria-describedby="review"`;
  return html`<section class="card padded" aria-label="Your words">
    <form method="post" action="${path}/comment">
      <label for="body">Leave a comment</label>
      <textarea id="body" name="body"></textarea>
      ${why && html`<p class="muted" id="review">${why}</p>`}
      <div class="actions">
        <button type="submit">Comment</button>
        <button type="submit" formaction="${path}/approve" ${disabled}>
          Approve
        </button>
        <button type="submit" formaction="${path}/request-changes" ${disabled}>
          Request changes
        </button>
      </div>
    </form>
  </section>`;
}

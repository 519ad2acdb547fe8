import { GitCommit } from '../../git/objectFormats';
import { html, Html } from '../html';
import { when } from './when';

/** Commits as the rows of a card. `root` is the path of their repository. */
export function commitRows(commits: readonly GitCommit[], root: string): Html {
  return html`<ul class="rows">
    ${commits.map(
      ({ sha, message, author, committer }) =>
        html`<li>
          <span class="grow"
            ><a href="${root}/commit/${sha}"
              >${message.split('\n', 1)[0]}</a
            ></span
          >
          <span class="muted">${author.name}, ${when(committer.date)}</span>
          <a class="mono" href="${root}/commit/${sha}">${sha.slice(0, 7)}</a>
        </li>`,
    )}
  </ul>`;
}

import { Repository } from '../../domain';
import { GitCommit, TreeEntry } from '../../git/objectFormats';
import { html, Html } from '../html';
import { commitRows } from './commitRows';
import { fileList } from './fileList';
import { PullRequestRow, pullRequestRows } from './pullRequestRows';

/** A repository at a glance: files, README, the latest commits, what is asked for. */
export function repositoryPage(options: {
  repository: Repository;
  root: string;
  cloneUrl: string;
  entries: readonly TreeEntry[];
  readme: Html | undefined;
  commits: readonly GitCommit[];
  pullRequests: readonly PullRequestRow[];
}): Html {
  const { repository, root, cloneUrl, entries, readme, commits } = options;
  return html`<h1>${repository.name}</h1>
    <p class="muted">${repository.description}</p>
    <p class="mono muted">git clone ${cloneUrl}</p>
    ${
      entries.length === 0
        ? html`<p class="notice">This repository is empty.</p>`
        : html`<section class="card" aria-label="Files">
            <header>
              <span class="branch mono">${repository.defaultBranch}</span>
            </header>
            ${fileList({
              root,
              ref: repository.defaultBranch,
              path: '',
              entries,
            })}
          </section>`
    }
    ${
      readme &&
      html`<section class="card" aria-label="README">
        <div class="padded prose">${readme}</div>
      </section>`
    }
    <h2>Open pull requests</h2>
    <section class="card" aria-label="Open pull requests">
      ${pullRequestRows(options.pullRequests, root)}
    </section>
    <h2>Latest commits</h2>
    <section class="card" aria-label="Latest commits">
      ${commitRows(commits, root)}
    </section>`;
}

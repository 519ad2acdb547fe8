import { NotFoundError } from '@backstage/errors';
import PromiseRouter from 'express-promise-router';
import { Router } from 'express';
import { EMPTY_TREE, ForgeDomain } from '../../domain';
import { diffView } from '../diffView';
import { html } from '../html';
import {
  PageRepository,
  readPageRepository,
  splitRef,
} from '../PageRepository';
import { PageResponder } from '../PageResponder';
import { markdown } from '../markdown';
import { blobView } from '../views/blobView';
import { commitRows } from '../views/commitRows';
import { fileList, pathCrumbs } from '../views/fileList';
import { repositoryHeader, RepositoryTab } from '../views/repositoryHeader';
import { repositoryPage } from '../views/repositoryPage';
import { when } from '../views/when';
import { rowOf } from './pullRequestRoutes';

const LISTED_COMMITS = 100;

/** Files and commits of a repository. */
export function codeRoutes(forge: ForgeDomain, pages: PageResponder): Router {
  const header = (at: PageRepository, tab: RepositoryTab) =>
    repositoryHeader({
      ...at,
      tab,
      openPullRequests: forge.pullRequests.list(at.repository, {
        state: 'open',
      }).length,
    });
  const router = PromiseRouter();

  router.get('/:owner/:name', async (request, response) => {
    const at = await readPageRepository(forge, request.params);
    const { git, repository, root } = at;
    const head = git.refs.get(`refs/heads/${repository.defaultBranch}`);
    const tree = head && (await git.commit(head)).tree;
    const entries = tree ? ((await git.tree(tree)) ?? []) : [];
    const readme = entries.find(({ name }) => /^readme\.md$/i.test(name));
    pages.send(request, response, {
      title: root.slice(1),
      content: [
        header(at, 'code'),
        repositoryPage({
          repository,
          root,
          cloneUrl: forge.urls.clone(repository),
          entries,
          readme: readme && markdown(await textOf(at, readme.sha)),
          commits: head ? await git.log({ sha: head, limit: 8 }) : [],
          pullRequests: forge.pullRequests
            .list(repository, { state: 'open' })
            .map(each => rowOf(forge, each)),
        }),
      ],
    });
  });

  router.get('/:owner/:name/tree/:at(*)', async (request, response) => {
    const at = await readPageRepository(forge, request.params);
    const { ref, path, sha } = await splitRef(at.git, request.params.at);
    const entry = await at.git.entry((await at.git.commit(sha)).tree, path);
    if (entry?.type !== 'tree') {
      throw new NotFoundError(`There is no directory ${path} at ${ref}`);
    }
    const entries = (await at.git.tree(entry.sha)) ?? [];
    pages.send(request, response, {
      title: `${path || at.repository.name} at ${ref}`,
      content: html`${header(at, 'code')}
        ${pathCrumbs({ root: at.root, ref, path, name: at.repository.name })}
        <section class="card" aria-label="Files">
          ${fileList({ root: at.root, ref, path, entries })}
        </section>`,
    });
  });

  router.get('/:owner/:name/blob/:at(*)', async (request, response) => {
    const at = await readPageRepository(forge, request.params);
    const { ref, path, sha } = await splitRef(at.git, request.params.at);
    const entry = await at.git.entry((await at.git.commit(sha)).tree, path);
    const content =
      entry?.type === 'blob' ? await at.git.blob(entry.sha) : undefined;
    if (!content) throw new NotFoundError(`There is no file ${path} at ${ref}`);
    pages.send(request, response, {
      title: `${path} at ${ref}`,
      content: html`${header(at, 'code')}
      ${pathCrumbs({ root: at.root, ref, path, name: at.repository.name })}
      ${blobView({ path, content })}`,
    });
  });

  router.get('/:owner/:name/commits/:at(*)', async (request, response) => {
    const at = await readPageRepository(forge, request.params);
    const { ref, path, sha } = await splitRef(at.git, request.params.at);
    const commits = await at.git.log({ sha, path, limit: LISTED_COMMITS });
    pages.send(request, response, {
      title: `Commits of ${ref}`,
      content: html`${header(at, 'commits')}
        <h1>Commits of <span class="mono">${ref}</span></h1>
        <section class="card" aria-label="Commits">
          ${commitRows(commits, at.root)}
        </section>`,
    });
  });

  router.get('/:owner/:name/commit/:sha', async (request, response) => {
    const at = await readPageRepository(forge, request.params);
    const commit = await at.git.commit(request.params.sha);
    const { sha, message, author, committer, parents } = commit;
    const before = parents[0]
      ? (await at.git.commit(parents[0])).tree
      : EMPTY_TREE;
    const [title, ...rest] = message.trim().split('\n');
    pages.send(request, response, {
      title: `${title} · ${sha.slice(0, 7)}`,
      content: html`${header(at, 'commits')}
        <h1>${title}</h1>
        ${rest.length > 0 && html`<pre class="scroll">${rest.join('\n').trim()}</pre>`}
        <p class="muted">
          <strong>${author.name}</strong>, ${when(committer.date)}
        </p>
        <p class="mono muted">
          commit
          ${sha}${parents.map(
            parent =>
              html` · parent
                <a href="${at.root}/commit/${parent}"
                  >${parent.slice(0, 7)}</a
                >`,
          )}
        </p>
        ${diffView(await at.git.diff(before, commit.tree))}`,
    });
  });
  return router;
}

async function textOf({ git }: PageRepository, sha: string): Promise<string> {
  return (await git.blob(sha))?.toString('utf8') ?? '';
}

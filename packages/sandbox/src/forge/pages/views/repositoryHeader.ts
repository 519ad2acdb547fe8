import { html, Html } from '../html';
import { Repository, User } from '../../domain';

const CURRENT = html`aria-current="page"`;

/** The part of a repository that a page shows. */
export type RepositoryTab = 'code' | 'commits' | 'pulls';

/** `/acme/shop` */
export function repositoryPath(owner: User, repository: Repository): string {
  return `/${owner.login}/${repository.name}`;
}

/** A path inside a URL: each part is encoded, the slashes are not. */
export function encodePath(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}

/** Name and tabs, above every page of a repository. */
export function repositoryHeader(options: {
  owner: User;
  repository: Repository;
  tab: RepositoryTab;
  openPullRequests: number;
}): Html {
  const { owner, repository, tab, openPullRequests } = options;
  const root = repositoryPath(owner, repository);
  const tabs: Array<{ key: RepositoryTab; title: string; path: string }> = [
    { key: 'code', title: 'Code', path: root },
    {
      key: 'commits',
      title: 'Commits',
      path: `${root}/commits/${encodePath(repository.defaultBranch)}`,
    },
    {
      key: 'pulls',
      title: `Pull requests (${openPullRequests})`,
      path: `${root}/pulls`,
    },
  ];
  return html`<p class="crumbs">
      <a href="/${owner.login}">${owner.login}</a> /
      <a href="${root}"><strong>${repository.name}</strong></a>
    </p>
    <nav class="tabs" aria-label="Repository">
      ${tabs.map(
        ({ key, title, path }) =>
          html`<a href="${path}" ${key === tab && CURRENT}>${title}</a>`,
      )}
    </nav>`;
}

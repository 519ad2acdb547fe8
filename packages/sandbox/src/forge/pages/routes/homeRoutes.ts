import { NotFoundError } from '@backstage/errors';
import { Router } from 'express';
import { ForgeDomain, User } from '../../domain';
import { html, Html } from '../html';
import { PageResponder } from '../PageResponder';
import { when } from '../views/when';

/** All owners with their repositories, and one of them. */
export function homeRoutes(forge: ForgeDomain, pages: PageResponder): Router {
  const router = Router();
  router.get('/', (request, response) => {
    const owners = forge.users
      .all()
      .filter(
        user =>
          user.type === 'Organization' ||
          forge.repositories.list(user).length > 0,
      );
    pages.send(request, response, {
      title: 'Repositories',
      content: html`<h1>Repositories</h1>
        ${owners.map(owner => ownerCard(forge, owner))}
        ${owners.length === 0 && html`<p class="muted">There is none.</p>`}`,
    });
  });
  router.get('/:owner', (request, response, next) => {
    const owner = forge.users.find(request.params.owner);
    if (!owner) {
      next(new NotFoundError(`There is nobody called ${request.params.owner}`));
      return;
    }
    pages.send(request, response, {
      title: owner.login,
      content: html`<h1>${owner.name}</h1>
        ${ownerCard(forge, owner)}`,
    });
  });
  return router;
}

function ownerCard(forge: ForgeDomain, owner: User): Html {
  const repositories = forge.repositories
    .list(owner)
    .sort((a, b) => a.name.localeCompare(b.name));
  return html`<section class="card" aria-label="${owner.login}">
    <header>
      <a href="/${owner.login}"><strong>${owner.login}</strong></a>
      <span class="muted">${owner.name}</span>
    </header>
    <ul class="rows">
      ${repositories.map(repository => {
        const root = `/${forge.urls.fullName(repository)}`;
        const open = forge.pullRequests.list(repository, { state: 'open' });
        return html`<li>
          <span class="grow"
            ><a href="${root}"><strong>${repository.name}</strong></a>
            <span class="muted">${repository.description}</span></span
          >
          ${
            open.length > 0 &&
            html`<a href="${root}/pulls"
              >${open.length} open
              ${open.length === 1 ? 'pull request' : 'pull requests'}</a
            >`
          }
          <span class="muted">${when(repository.pushedAt)}</span>
        </li>`;
      })}
    </ul>
    ${
      repositories.length === 0 &&
      html`<p class="muted padded">There is no repository.</p>`
    }
  </section>`;
}

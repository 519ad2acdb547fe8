import { NotFoundError } from '@backstage/errors';
import PromiseRouter from 'express-promise-router';
import { Router } from 'express';
import { z } from 'zod';
import { ForgeDomain, PullRequest } from '../../domain';
import { html, Html } from '../html';
import { readPageRepository } from '../PageRepository';
import { PageResponder } from '../PageResponder';
import { readPullRequestDetails } from '../readPullRequestDetails';
import { viewerOf } from '../session';
import { pullRequestPage } from '../views/pullRequestPage';
import { PullRequestRow, pullRequestRows } from '../views/pullRequestRows';
import { repositoryHeader } from '../views/repositoryHeader';

const states = ['open', 'closed', 'merged', 'all'] as const;
type State = (typeof states)[number];
const querySchema = z.object({ state: z.enum(states).catch('open') });
const noticeSchema = z.object({
  notice: z.string().optional().catch(undefined),
});

/** Pull requests: the list, and each of them. */
export function pullRequestRoutes(
  forge: ForgeDomain,
  pages: PageResponder,
): Router {
  const router = PromiseRouter();
  router.get('/:owner/:name/pulls', async (request, response) => {
    const at = await readPageRepository(forge, request.params);
    const { state } = querySchema.parse(request.query);
    const all = forge.pullRequests.list(at.repository);
    const open = all.filter(each => each.state === 'open');
    pages.send(request, response, {
      title: `Pull requests · ${at.root.slice(1)}`,
      content: html`${repositoryHeader({
          ...at,
          tab: 'pulls',
          openPullRequests: open.length,
        })}
        <h1>Pull requests</h1>
        ${stateLinks(at.root, state)}
        <section class="card" aria-label="Pull requests">
          ${pullRequestRows(
            all
              .filter(each => matches(each, state))
              .map(each => rowOf(forge, each)),
            at.root,
          )}
        </section>`,
    });
  });
  router.get('/:owner/:name/pull/:number', async (request, response) => {
    const at = await readPageRepository(forge, request.params);
    const pullRequest = forge.pullRequests.find(
      at.repository,
      Number(request.params.number),
    );
    if (!pullRequest) {
      throw new NotFoundError(
        `There is no pull request ${request.params.number} in ${at.root.slice(1)}`,
      );
    }
    const details = await readPullRequestDetails(forge, { pullRequest, at });
    const open = forge.pullRequests.list(at.repository, { state: 'open' });
    pages.send(request, response, {
      title: `${pullRequest.title} · #${pullRequest.number} · ${at.root.slice(1)}`,
      content: [
        repositoryHeader({
          ...at,
          tab: 'pulls',
          openPullRequests: open.length,
        }),
        pullRequestPage({
          details,
          root: at.root,
          viewer: viewerOf(forge, request).login,
          notice: noticeSchema.parse(request.query).notice,
        }),
      ],
    });
  });
  return router;
}

/** A pull request with what its row in a list shows. */
export function rowOf(
  forge: ForgeDomain,
  pullRequest: PullRequest,
): PullRequestRow {
  return {
    pullRequest,
    author: forge.users.get(pullRequest.authorId),
    labels: forge.triage.labelsOf(pullRequest),
    checks: forge.checks.rollup(
      forge.pullRequests.repositoryOf(pullRequest),
      pullRequest.headSha,
    ),
  };
}

function matches(pullRequest: PullRequest, state: State): boolean {
  switch (state) {
    case 'open':
      return pullRequest.state === 'open';
    case 'closed':
      return pullRequest.state === 'closed' && pullRequest.mergedAt === null;
    case 'merged':
      return pullRequest.mergedAt !== null;
    default:
      return true;
  }
}

function stateLinks(root: string, current: State): Html {
  return html`<nav class="tabs" aria-label="State">
    ${states.map(
      state =>
        html`<a
          href="${root}/pulls?state=${state}"
          ${state === current && html`aria-current="page"`}
          >${state[0].toUpperCase() + state.slice(1)}</a
        >`,
    )}
  </nav>`;
}

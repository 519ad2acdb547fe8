import { Request } from 'express';
import { PullRequest, Repository } from '../domain';
import { actorOf } from '../http/actor';
import { presentEntry } from './present/content';
import { presentIssue } from './present/conversation';
import { presentRepository } from './present/repository';
import { pageOf, paginate, param } from './query';
import { RestRoutes, viewOf } from './RestContext';

interface Terms {
  words: string[];
  qualifier(name: string): string[];
}

/** Searches by words and by the most common qualifiers: `repo:`, `org:`, `user:`, `path:`, `filename:`, `extension:`, `is:`, `author:`, `head:`, `base:`, `label:`. */
export const searchRoutes: RestRoutes = (router, context) => {
  const { forge } = context;
  const baseUrl = forge.urls.base;
  const repositoriesFor = (request: Request, terms: Terms): Repository[] => {
    const names = terms.qualifier('repo');
    const owners = [...terms.qualifier('org'), ...terms.qualifier('user')];
    return forge.repositories
      .list()
      .filter(each => forge.access.mayRead(each, actorOf(request)))
      .filter(each => {
        const fullName = forge.urls.fullName(each);
        const [owner] = fullName.split('/');
        return (
          (names.length === 0 || names.includes(fullName)) &&
          (owners.length === 0 || owners.includes(owner))
        );
      });
  };

  const isWanted = (pullRequest: PullRequest, terms: Terms): boolean => {
    const is = [...terms.qualifier('is'), ...terms.qualifier('state')];
    const author = forge.users.get(pullRequest.authorId).login;
    const labels = forge.triage.labelsOf(pullRequest).map(({ name }) => name);
    const words =
      `${pullRequest.title} ${pullRequest.body ?? ''}`.toLowerCase();
    const isOneOf = (name: string, value: string) =>
      terms.qualifier(name).every(wanted => wanted === value);
    return (
      (!is.includes('open') || pullRequest.state === 'open') &&
      (!is.includes('closed') || pullRequest.state === 'closed') &&
      (!is.includes('merged') || pullRequest.mergedAt !== null) &&
      !is.includes('issue') &&
      !terms.qualifier('type').includes('issue') &&
      isOneOf('author', author) &&
      isOneOf('head', pullRequest.head) &&
      isOneOf('base', pullRequest.base) &&
      terms.qualifier('label').every(label => labels.includes(label)) &&
      terms.words.every(word => words.includes(word))
    );
  };

  router.get('/search/repositories', (request, response) => {
    const terms = termsOf(request);
    const found = repositoriesFor(request, terms).filter(({ name }) =>
      terms.words.every(word => name.toLowerCase().includes(word)),
    );
    const page = paginate(found, { request, response, baseUrl });
    const view = viewOf(context, request);
    response.json({
      total_count: found.length,
      incomplete_results: false,
      items: page.map(each => ({
        ...presentRepository(view, each),
        score: 1,
      })),
    });
  });

  router.get('/search/code', async (request, response) => {
    const terms = termsOf(request);
    const view = viewOf(context, request);
    const { page, perPage } = pageOf(request);
    const items = [];
    for (const repository of repositoriesFor(request, terms)) {
      const git = await forge.repositories.git(repository);
      const sha = await git.resolve(repository.defaultBranch);
      if (sha === undefined) continue;
      for (const entry of await git.walk((await git.commit(sha)).tree)) {
        if (entry.type !== 'blob' || !pathMatches(entry.path, terms)) continue;
        const text =
          (await git.blob(entry.sha))?.toString().toLowerCase() ?? '';
        if (!terms.words.every(word => text.includes(word))) continue;
        const shown = { repository, git, entry, ref: sha };
        const presented = await presentEntry(view, shown);
        items.push({
          ...presented,
          repository: presentRepository(view, repository),
          score: 1,
        });
      }
    }
    response.json({
      total_count: items.length,
      incomplete_results: false,
      items: items.slice((page - 1) * perPage, page * perPage),
    });
  });

  router.get('/search/issues', (request, response) => {
    const terms = termsOf(request);
    const found = repositoriesFor(request, terms)
      .flatMap(repository => forge.pullRequests.list(repository))
      .filter(each => isWanted(each, terms));
    const page = paginate(found, { request, response, baseUrl });
    const view = viewOf(context, request);
    response.json({
      total_count: found.length,
      incomplete_results: false,
      search_type: 'lexical',
      items: page.map(each => ({ ...presentIssue(view, each), score: 1 })),
    });
  });
};

function termsOf(request: Request): Terms {
  const parts = param(request, 'q')?.match(/(\w+:)?("[^"]*"|\S+)/g) ?? [];
  const terms = parts.map(part => {
    const [, name, value] = part.match(/^(?:(\w+):)?"?(.*?)"?$/) ?? [];
    return { name, value };
  });
  return {
    words: terms
      .filter(({ name }) => name === undefined)
      .map(({ value }) => value.toLowerCase()),
    qualifier: wanted =>
      terms.filter(({ name }) => name === wanted).map(({ value }) => value),
  };
}

function pathMatches(path: string, terms: Terms): boolean {
  const file = path.split('/').at(-1) ?? '';
  const folder = path.slice(0, -file.length);
  return (
    terms.qualifier('filename').every(name => file === name) &&
    terms.qualifier('extension').every(end => file.endsWith(`.${end}`)) &&
    terms
      .qualifier('path')
      .every(each => folder.startsWith(each.replace(/^\//, '')))
  );
}

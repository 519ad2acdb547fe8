import { Router } from 'express';
import { actorOf } from '../http/actor';
import { RequestBudget } from './RequestBudget';
import { RestContext } from './RestContext';

/** What the API says of itself. */
export function metaRoutes(
  router: Router,
  { forge, budget }: RestContext & { budget: RequestBudget },
): void {
  const { api } = forge.urls;

  router.get('/', (_request, response) => {
    response.json({
      current_user_url: `${api}/user`,
      current_user_authorizations_html_url: `${forge.urls.base}/settings/connections/applications{/client_id}`,
      authorizations_url: `${api}/authorizations`,
      code_search_url: `${api}/search/code?q={query}{&page,per_page,sort,order}`,
      commit_search_url: `${api}/search/commits?q={query}{&page,per_page,sort,order}`,
      emails_url: `${api}/user/emails`,
      emojis_url: `${api}/emojis`,
      events_url: `${api}/events`,
      feeds_url: `${api}/feeds`,
      followers_url: `${api}/user/followers`,
      following_url: `${api}/user/following{/target}`,
      gists_url: `${api}/gists{/gist_id}`,
      issue_search_url: `${api}/search/issues?q={query}{&page,per_page,sort,order}`,
      issues_url: `${api}/issues`,
      keys_url: `${api}/user/keys`,
      label_search_url: `${api}/search/labels?q={query}&repository_id={repository_id}{&page,per_page}`,
      notifications_url: `${api}/notifications`,
      organization_url: `${api}/orgs/{org}`,
      organization_repositories_url: `${api}/orgs/{org}/repos{?type,page,per_page,sort}`,
      organization_teams_url: `${api}/orgs/{org}/teams`,
      public_gists_url: `${api}/gists/public`,
      rate_limit_url: `${api}/rate_limit`,
      repository_url: `${api}/repos/{owner}/{repo}`,
      repository_search_url: `${api}/search/repositories?q={query}{&page,per_page,sort,order}`,
      current_user_repositories_url: `${api}/user/repos{?type,page,per_page,sort}`,
      starred_url: `${api}/user/starred{/owner}{/repo}`,
      starred_gists_url: `${api}/gists/starred`,
      user_url: `${api}/users/{user}`,
      user_organizations_url: `${api}/user/orgs`,
      user_repositories_url: `${api}/users/{user}/repos{?type,page,per_page,sort}`,
      user_search_url: `${api}/search/users?q={query}{&page,per_page,sort,order}`,
    });
  });

  router.get('/meta', (_request, response) => {
    response.json({
      verifiable_password_authentication: false,
      installed_version: '3.19.0',
    });
  });

  router.get('/rate_limit', (request, response) => {
    const core = { ...budget.of(actorOf(request)), resource: 'core' };
    response.json({
      resources: { core, search: core, graphql: core },
      rate: core,
    });
  });

  router.get('/zen', (_request, response) => {
    response.type('text/plain').send('Keep it logically awesome.');
  });
}

import { FetchApi } from '@backstage/frontend-plugin-api';
import {
  GitopsApi,
  GitopsClient,
} from '@fairlead/backstage-plugin-gitops-common';

/** The client of the gitops backend, with the identity and the discovery of the app. */
export function createGitopsApi(options: { fetchApi: FetchApi }): GitopsApi {
  return new GitopsClient({
    fetch: (path, init) =>
      options.fetchApi.fetch(`plugin://gitops${path}`, init),
  });
}

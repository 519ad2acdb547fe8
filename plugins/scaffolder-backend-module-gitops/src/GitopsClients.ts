import {
  AuthService,
  BackstageCredentials,
  DiscoveryService,
} from '@backstage/backend-plugin-api';
import {
  GitopsApi,
  GitopsClient,
} from '@fairlead/backstage-plugin-gitops-common';

/** Clients of the gitops backend that act for the person who runs a template, with that person's permissions. */
export interface GitopsClients {
  onBehalfOf(credentials: BackstageCredentials): GitopsApi;
}

/** Clients over HTTP, so that the gitops backend may run elsewhere. */
export class DiscoveredGitopsClients implements GitopsClients {
  readonly #auth: AuthService;
  readonly #discovery: DiscoveryService;

  static create(options: {
    auth: AuthService;
    discovery: DiscoveryService;
  }): DiscoveredGitopsClients {
    return new DiscoveredGitopsClients(options);
  }

  private constructor(options: {
    auth: AuthService;
    discovery: DiscoveryService;
  }) {
    this.#auth = options.auth;
    this.#discovery = options.discovery;
  }

  onBehalfOf(credentials: BackstageCredentials): GitopsApi {
    return new GitopsClient({
      fetch: async (path, init) => {
        const { token } = await this.#auth.getPluginRequestToken({
          onBehalfOf: credentials,
          targetPluginId: 'gitops',
        });
        const baseUrl = await this.#discovery.getBaseUrl('gitops');
        return fetch(`${baseUrl}${path}`, {
          ...init,
          headers: { ...init?.headers, Authorization: `Bearer ${token}` },
        });
      },
    });
  }
}

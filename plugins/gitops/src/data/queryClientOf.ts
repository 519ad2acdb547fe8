import { QueryClient } from '@tanstack/react-query';
import { GitopsApi } from '@fairlead/backstage-plugin-gitops-common';
import { statusOf } from './explainError';

const clients = new WeakMap<GitopsApi, QueryClient>();

/**
 * The cache of what one API answered. All pages share it, so going from one to the next shows at once what is known
 * already, and two components that show the same service ask once.
 */
export function queryClientOf(api: GitopsApi): QueryClient {
  const known = clients.get(api);
  if (known) return known;
  const client = new QueryClient({
    defaultOptions: {
      queries: {
        // The backend of a portal may be on this machine, which works offline.
        networkMode: 'always',
        staleTime: 2_000,
        retry: (failures, error) => failures < 1 && isTransient(error),
        retryDelay: 1_000,
      },
      mutations: { networkMode: 'always' },
    },
  });
  clients.set(api, client);
  return client;
}

function isTransient(error: unknown): boolean {
  const status = statusOf(error);
  return status !== undefined && status >= 500;
}

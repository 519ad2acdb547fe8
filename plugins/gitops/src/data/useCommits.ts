import { useApi } from '@backstage/frontend-plugin-api';
import { Commit, GitopsApi } from '@fairlead/backstage-plugin-gitops-common';
import { QueryClient, useQuery, useQueryClient } from '@tanstack/react-query';
import { gitopsApiRef } from '../api/gitopsApiRef';

/** Names a commit of a repository. */
export interface CommitRef {
  repoUrl: string;
  sha: string;
}

/** Looks up a commit that was asked for. */
export type CommitOf = (ref: CommitRef | undefined) => Commit | undefined;

const perRequest = 100;

/**
 * The commits that are on screen, asked for in one request, and each only once: a commit never changes.
 * One that the forge does not know, or that may not be read, is simply not there.
 */
export function useCommits(refs: CommitRef[]): CommitOf {
  const api = useApi(gitopsApiRef);
  const client = useQueryClient();
  const wanted = unique(refs);
  const { data } = useQuery({
    queryKey: ['commits', ...wanted.map(keyOf)],
    queryFn: () => loadCommits({ api, client, wanted }),
    enabled: wanted.length > 0,
    staleTime: Infinity,
    retry: false,
    // A change of what is on screen must not blank the commits that stay on it.
    placeholderData: previous => previous,
  });
  return ref => ref && data?.get(keyOf(ref));
}

async function loadCommits(options: {
  api: GitopsApi;
  client: QueryClient;
  wanted: CommitRef[];
}): Promise<Map<string, Commit>> {
  const { api, client, wanted } = options;
  const missing = wanted.filter(ref => !cached(client, ref));
  for (let start = 0; start < missing.length; start += perRequest) {
    const commits = await api.getCommits({
      commits: missing.slice(start, start + perRequest),
    });
    for (const commit of commits) {
      client.setQueryData(['commit', keyOf(commit)], commit);
    }
  }
  return new Map(
    wanted.flatMap(ref => {
      const commit = cached(client, ref);
      return commit ? [[keyOf(ref), commit] as const] : [];
    }),
  );
}

function cached(client: QueryClient, ref: CommitRef): Commit | undefined {
  return client.getQueryData<Commit>(['commit', keyOf(ref)]);
}

function keyOf(ref: CommitRef): string {
  return `${ref.repoUrl}@${ref.sha}`;
}

function unique(refs: CommitRef[]): CommitRef[] {
  return [...new Map(refs.map(ref => [keyOf(ref), ref])).values()].sort(
    (a, b) => keyOf(a).localeCompare(keyOf(b)),
  );
}

import { z } from 'zod';
import { ClusterRequest } from '../ClusterApi';
import { KubernetesError } from '../errors';

const refreshSchema = z.object({
  metadata: z.object({
    annotations: z.object({ 'argocd.argoproj.io/refresh': z.string() }),
  }),
});

const syncSchema = z.object({
  operation: z.object({
    info: z.array(z.object({ name: z.string(), value: z.string() })).optional(),
    sync: z.object({
      prune: z.boolean().optional(),
      syncStrategy: z.unknown().optional(),
      syncOptions: z.array(z.string()).optional(),
    }),
    retry: z.unknown().optional(),
  }),
});

/**
 * The request to Argo CD's API that does what a patch of an Application would do.
 *
 * @remarks
 * Its API has no patches of operations, and calls for them instead, which keep to its sync windows and to what the
 * token may do. Whoever asked is in the infos of the operation: the API notes the token's own user as its initiator.
 */
export function actionRequest(
  place: { name: string; namespace: string },
  body: unknown,
): Pick<ClusterRequest, 'path' | 'method' | 'query' | 'body'> {
  const path = `/api/v1/applications/${encodeURIComponent(place.name)}`;
  const refresh = refreshSchema.safeParse(body).data;
  if (refresh) {
    return {
      path,
      query: {
        appNamespace: place.namespace,
        refresh: refresh.metadata.annotations['argocd.argoproj.io/refresh'],
      },
    };
  }
  const sync = syncSchema.safeParse(body).data;
  if (!sync) {
    throw new KubernetesError({
      status: 422,
      message: 'The API of Argo CD has no call for this change',
    });
  }
  const { info, retry } = sync.operation;
  const { prune, syncStrategy, syncOptions } = sync.operation.sync;
  return {
    path: `${path}/sync`,
    method: 'POST',
    body: {
      name: place.name,
      appNamespace: place.namespace,
      prune: prune ?? false,
      ...(syncStrategy !== undefined && { strategy: syncStrategy }),
      ...(syncOptions && { syncOptions: { items: syncOptions } }),
      ...(retry !== undefined && { retryStrategy: retry }),
      ...(info && { infos: info }),
    },
  };
}

/** Whatever a replica asks of the forge that changes something there. */
export const forgeWrites = [
  'POST /repos/acme/gitops/git/trees',
  'POST /repos/acme/gitops/git/commits',
  'POST /repos/acme/gitops/git/refs',
  'DELETE /repos/acme/gitops/git/refs/heads/…',
  'POST /repos/acme/gitops/statuses/…',
  'PUT /repos/acme/gitops/pulls/…/merge',
  'mutation createPullRequest',
  'mutation closePullRequest',
  'mutation updateRefs',
  'mutation addComment',
  'mutation updateIssueComment',
];

/** Writes of the store that are met on every run of the stories. */
export const storeWrites = [
  'insert',
  'release',
  'update opening',
  'update open',
  'update replanned',
  'update updated',
  'update merged',
  'update synced',
  'update settling',
  'update succeeded',
  'update cancel-requested',
  'update cancelled',
  'update superseded',
  'update planned',
];

/** The request that comes after a boundary, `path` as a regular expression; undefined where none does. */
export function requestAfter(
  boundary: string,
): { method: string; path: string; request: string } | undefined {
  const [, request, what, path] =
    /^before ((GET|POST|PUT|PATCH|DELETE|query|mutation) ?(.*))$/.exec(
      boundary,
    ) ?? [];
  if (!request) return undefined;
  return what === 'query' || what === 'mutation'
    ? { method: 'POST', path: 'graphql', request }
    : {
        method: what,
        path: path
          .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
          .replace(/\/?…+/g, '.*'),
        request,
      };
}

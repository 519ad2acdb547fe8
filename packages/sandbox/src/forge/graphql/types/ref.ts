import { gitNodeKey, nodeId } from '../../domain/nodeIds';
import { connection } from '../connection';
import { readGitObject } from '../gitObject';
import { FieldResolvers } from '../GraphqlContext';
import { PullRequestsArgs, selectPullRequests } from '../pullRequestList';
import { RefSource } from '../sources';

export const refFields: FieldResolvers<RefSource> = {
  id: ({ repo, ref }) => refId(repo.repository.id, ref),
  name: ({ ref }) => ref.slice(prefixOf(ref).length),
  prefix: ({ ref }) => prefixOf(ref),
  repository: ({ repo }) => repo,
  target: async ({ repo, sha }) => readGitObject(repo, sha),
  associatedPullRequests: ({ repo, ref }, args: PullRequestsArgs, context) =>
    connection('associatedPullRequests', {
      all: selectPullRequests(context, {
        repo,
        args: { ...args, headRefName: ref.slice(prefixOf(ref).length) },
      }),
      args,
    }),
};

/** The global id of a ref. */
export function refId(repositoryId: number, ref: string): string {
  return nodeId('Ref', gitNodeKey({ repositoryId, name: ref }));
}

function prefixOf(ref: string): string {
  return ref.match(/^refs\/[^/]+\//)?.[0] ?? 'refs/';
}

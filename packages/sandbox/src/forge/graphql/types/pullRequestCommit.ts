import { gitNodeKey, nodeId } from '../../domain/nodeIds';
import { FieldResolvers } from '../GraphqlContext';
import { pullRequestPath, pullRequestSource } from '../pullRequestSource';
import { PullRequestCommitSource } from '../sources';
import { urlOf } from '../urls';

export const pullRequestCommitFields: FieldResolvers<PullRequestCommitSource> =
  {
    id: ({ repo, pullRequest, commit }) =>
      nodeId(
        'Commit',
        gitNodeKey({
          repositoryId: repo.repository.id,
          name: `${pullRequest.number}:${commit.sha}`,
        }),
      ),
    commit: ({ repo, commit }) => ({ __typename: 'Commit', repo, commit }),
    pullRequest: ({ repo, pullRequest }) =>
      pullRequestSource(repo, pullRequest),
    resourcePath: source => path(source),
    url: (source, _args, context) => urlOf(context, path(source)),
  };

function path({ repo, pullRequest, commit }: PullRequestCommitSource): string {
  return `${pullRequestPath(repo, pullRequest)}/commits/${commit.sha}`;
}

import { nodeId } from '../../domain/nodeIds';
import { connection } from '../connection';
import { FieldResolvers } from '../GraphqlContext';
import { PullRequestsArgs, selectPullRequests } from '../pullRequestList';
import { LabelSource } from '../sources';
import { repositoryPath, urlOf } from '../urls';

export const labelFields: FieldResolvers<LabelSource> = {
  id: ({ label }) => nodeId('Label', label.id),
  name: ({ label }) => label.name,
  color: ({ label }) => label.color,
  description: ({ label }) => label.description,
  isDefault: () => false,
  createdAt: () => null,
  updatedAt: () => null,
  repository: ({ repo }) => repo,
  resourcePath: source => path(source),
  url: (source, _args, context) => urlOf(context, path(source)),
  pullRequests: ({ repo, label }, args: PullRequestsArgs, context) =>
    connection('pullRequests', {
      all: selectPullRequests(context, {
        repo,
        args: { ...args, labels: [label.name] },
      }),
      args,
    }),
};

function path({ repo, label }: LabelSource): string {
  return `${repositoryPath(repo)}/labels/${encodeURIComponent(label.name)}`;
}

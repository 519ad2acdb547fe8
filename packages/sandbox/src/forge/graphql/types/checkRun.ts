import { nodeId } from '../../domain/nodeIds';
import { FieldResolvers } from '../GraphqlContext';
import { CheckRunSource } from '../sources';
import { repositoryPath, urlOf } from '../urls';

export const checkRunFields: FieldResolvers<CheckRunSource> = {
  id: ({ checkRun }) => nodeId('CheckRun', checkRun.id),
  databaseId: ({ checkRun }) => checkRun.id,
  name: ({ checkRun }) => checkRun.name,
  status: ({ checkRun }) => checkRun.status.toUpperCase(),
  conclusion: ({ checkRun }) => checkRun.conclusion?.toUpperCase() ?? null,
  detailsUrl: ({ checkRun }) => checkRun.detailsUrl,
  externalId: ({ checkRun }) => checkRun.externalId || null,
  startedAt: ({ checkRun }) => checkRun.startedAt,
  completedAt: ({ checkRun }) => checkRun.completedAt,
  title: ({ checkRun }) => checkRun.output.title,
  summary: ({ checkRun }) => checkRun.output.summary,
  text: ({ checkRun }) => checkRun.output.text,
  repository: ({ repo }) => repo,
  resourcePath: source => path(source),
  url: (source, _args, context) => urlOf(context, path(source)),
  permalink: (source, _args, context) => urlOf(context, path(source)),
};

function path({ repo, checkRun }: CheckRunSource): string {
  return `${repositoryPath(repo)}/runs/${checkRun.id}`;
}

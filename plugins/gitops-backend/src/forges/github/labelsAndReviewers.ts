import { LoggerService } from '@backstage/backend-plugin-api';
import { OpenPullRequestOptions } from '@fairlead/backstage-plugin-gitops-node';
import { z } from 'zod';
import { GithubApi } from './GithubApi';
import { GithubRepository } from './GithubRepository';
import { PullRequestContext } from './pullRequestContext';

/**
 * Adds labels and asks for reviews in one request; one more the first time that a repository sees a label, which
 * only the REST API creates on the way. Nothing of this is worth failing a promotion for, so it is only logged.
 */
export async function addLabelsAndReviewers(options: {
  api: GithubApi;
  logger: LoggerService;
  repository: GithubRepository;
  request: OpenPullRequestOptions;
  context: PullRequestContext;
  pullRequest: { id: string; number: number };
}): Promise<void> {
  const { api, logger, repository, request, context, pullRequest } = options;
  const { labelIds, userIds, teamIds } = context;
  const action = `label pull request ${pullRequest.number} and ask for reviews`;
  const labelsAreKnown = labelIds.length === request.labels.length;
  const parts = [
    labelsAreKnown &&
      labelIds.length > 0 &&
      'addLabelsToLabelable(input: { labelableId: $id, labelIds: $labels }) { clientMutationId }',
    userIds.length + teamIds.length > 0 &&
      'requestReviews(input: { pullRequestId: $id, userIds: $users, teamIds: $teams, union: true }) { clientMutationId }',
  ].filter(part => part !== false);
  try {
    if (!labelsAreKnown) {
      await api.rest({
        repository,
        action,
        schema: z.unknown(),
        send: (octokit, basics) =>
          octokit.rest.issues.addLabels({
            ...basics,
            issue_number: pullRequest.number,
            labels: request.labels,
          }),
      });
    }
    if (userIds.length + teamIds.length < request.reviewers.length) {
      logger.warn(
        `${api.host} does not know all reviewers of pull request ${pullRequest.number} in ${repository.owner}/${repository.name}: ${request.reviewers.join(', ')}`,
      );
    }
    if (parts.length === 0) return;
    const needs = (name: string) => parts.some(part => part.includes(name));
    const { problems } = await api.graphqlPartial({
      repository,
      action,
      query: `mutation ($id: ID!${needs('$labels') ? ', $labels: [ID!]!' : ''}${
        needs('$users') ? ', $users: [ID!], $teams: [ID!]' : ''
      }) { ${parts.join('\n')} }`,
      variables: {
        id: pullRequest.id,
        ...(needs('$labels') && { labels: labelIds }),
        ...(needs('$users') && { users: userIds, teams: teamIds }),
      },
      schema: z.unknown(),
    });
    problems.forEach(problem => logger.warn(problem.message));
  } catch (error) {
    logger.warn(
      `Could not ${action}: ${error instanceof Error ? error.message : error}`,
    );
  }
}

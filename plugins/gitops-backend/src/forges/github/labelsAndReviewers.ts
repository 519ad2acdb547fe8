import { LoggerService } from '@backstage/backend-plugin-api';
import { OpenPullRequestOptions } from '@fairlead/backstage-plugin-gitops-node';
import { z } from 'zod';
import { GithubApi } from './GithubApi';
import { GithubRepository } from './GithubRepository';
import { PullRequestContext } from './pullRequestContext';

interface LabelOptions {
  api: GithubApi;
  logger: LoggerService;
  repository: GithubRepository;
  request: OpenPullRequestOptions;
  context: PullRequestContext;
  pullRequest: { id: string; number: number };
}

/** Arguments of `requestReviews`. */
interface Reviewers {
  userIds: string[];
  teamIds: string[];
}

const doneSchema = z.object({ reviewers: z.unknown().optional() });

/**
 * Adds labels and asks for reviews in one request; one more the first time that a repository sees a label, which
 * only the REST API creates on the way, and one more when a reviewer can't be asked. Nothing of this is worth
 * failing a promotion for, so it is only logged.
 */
export async function addLabelsAndReviewers(
  options: LabelOptions,
): Promise<void> {
  const { logger, request, context } = options;
  const labelIds =
    context.labelIds.length === request.labels.length ? context.labelIds : [];
  const { userIds, teamIds } = context;
  try {
    if (labelIds.length < request.labels.length) await addNewLabels(options);
    warnOfUnknown(options);
    const all = userIds.length + teamIds.length;
    if (labelIds.length + all === 0) return;
    const done = await send(options, {
      labelIds,
      reviewers: all > 0 ? { reviewers: { userIds, teamIds } } : {},
    });
    // One who can't be asked keeps GitHub from asking the others: they are asked one by one then.
    if (all > 1 && !done.reviewers) {
      const each = [
        ...userIds.map(id => ({ userIds: [id], teamIds: [] })),
        ...teamIds.map(id => ({ userIds: [], teamIds: [id] })),
      ];
      await send(options, {
        labelIds: [],
        reviewers: Object.fromEntries(each.map((one, i) => [`r${i}`, one])),
      });
    }
  } catch (error) {
    logger.warn(
      `Could not ${actionOf(options)}: ${error instanceof Error ? error.message : error}`,
    );
  }
}

/** `reviewers`: by the alias that each part of the request has in the answer. */
async function send(
  options: LabelOptions,
  parts: { labelIds: string[]; reviewers: Record<string, Reviewers> },
) {
  const { api, logger, repository, pullRequest } = options;
  const { labelIds, reviewers } = parts;
  const aliases = Object.keys(reviewers);
  const { data, problems } = await api.graphqlPartial({
    repository,
    action: actionOf(options),
    query: `mutation (${[
      ...(labelIds.length > 0 ? ['$labels: AddLabelsToLabelableInput!'] : []),
      ...aliases.map(alias => `$${alias}: RequestReviewsInput!`),
    ].join(', ')}) {
      ${
        labelIds.length > 0
          ? 'addLabelsToLabelable(input: $labels) { clientMutationId }'
          : ''
      }
      ${aliases
        .map(
          alias =>
            `${alias}: requestReviews(input: $${alias}) { clientMutationId }`,
        )
        .join('\n')}
    }`,
    variables: {
      ...(labelIds.length > 0 && {
        labels: { labelableId: pullRequest.id, labelIds },
      }),
      ...Object.fromEntries(
        aliases.map(alias => [
          alias,
          { pullRequestId: pullRequest.id, ...reviewers[alias], union: true },
        ]),
      ),
    },
    schema: doneSchema,
  });
  problems.forEach(problem => logger.warn(problem.message));
  return data;
}

async function addNewLabels(options: LabelOptions): Promise<void> {
  const { api, repository, request, pullRequest } = options;
  await api.rest({
    repository,
    action: actionOf(options),
    schema: z.unknown(),
    send: (octokit, basics) =>
      octokit.rest.issues.addLabels({
        ...basics,
        issue_number: pullRequest.number,
        labels: request.labels,
      }),
  });
}

function warnOfUnknown(options: LabelOptions): void {
  const { api, logger, repository, request, context, pullRequest } = options;
  const { userIds, teamIds } = context;
  if (userIds.length + teamIds.length === request.reviewers.length) return;
  logger.warn(
    `${api.host} does not know all reviewers of pull request ${pullRequest.number} in ${repository.owner}/${repository.name}: ${request.reviewers.join(', ')}`,
  );
}

function actionOf({ pullRequest }: LabelOptions): string {
  return `label pull request ${pullRequest.number} and ask for reviews`;
}

import { LoggerService } from '@backstage/backend-plugin-api';
import { ConflictError, ServiceUnavailableError } from '@backstage/errors';
import { PullRequest } from '@fairlead/backstage-plugin-gitops-common';
import { OpenPullRequestOptions } from '@fairlead/backstage-plugin-gitops-node';
import { z } from 'zod';
import { mayHaveTakenEffect } from '../forgeErrors';
import { GithubApi } from './GithubApi';
import { GithubRepository } from './GithubRepository';
import { addLabelsAndReviewers } from './labelsAndReviewers';
import { ensureBranch } from './promotionBranch';
import {
  PullRequestContext,
  readPullRequestContext,
} from './pullRequestContext';
import {
  githubPullRequestSchema,
  pullRequestFields,
  toPullRequest,
} from './pullRequestFields';

interface OpenOptions {
  api: GithubApi;
  logger: LoggerService;
  repository: GithubRepository;
  request: OpenPullRequestOptions;
}

const createdSchema = z.object({
  createPullRequest: z
    .object({
      pullRequest: githubPullRequestSchema.extend({ id: z.string() }).nullish(),
    })
    .nullish(),
});

/**
 * Read, tree, commit, ref, pull request, labels and reviewers: six requests for any number of files. Each step
 * may be the last one of a process that dies, and the next call goes on from what it finds.
 */
export async function openPullRequest(
  options: OpenOptions,
): Promise<PullRequest> {
  const context = await readPullRequestContext(options);
  if (context.existing) return resume({ ...options, context });
  await ensureBranch({ ...options, context });
  try {
    const created = await create({ ...options, context });
    await addLabelsAndReviewers({ ...options, context, pullRequest: created });
    return toPullRequest(created);
  } catch (error) {
    // It may have been opened by somebody faster, or by us before the connection broke.
    if (!(error instanceof ConflictError) && !mayHaveTakenEffect(error)) {
      throw error;
    }
    const now = await readPullRequestContext(options).catch(() => undefined);
    if (now?.existing) return resume({ ...options, context: now });
    if (error instanceof ConflictError && /\bhead\b/i.test(error.message)) {
      // A branch may stay invisible for a moment after it was created.
      throw new ServiceUnavailableError(error.message, error);
    }
    throw error;
  }
}

/** An open one may lack its labels, if the process died before them. */
async function resume(
  options: OpenOptions & { context: PullRequestContext },
): Promise<PullRequest> {
  const { request, context } = options;
  const { existing } = context;
  if (!existing) throw new Error('there is no pull request to go on from');
  const { pullRequest, id, labels } = existing;
  const isLabelled = request.labels.every(label => labels.includes(label));
  if (pullRequest.state === 'open' && !isLabelled) {
    await addLabelsAndReviewers({
      ...options,
      pullRequest: { id, number: pullRequest.number },
    });
  }
  return pullRequest;
}

async function create(options: OpenOptions & { context: PullRequestContext }) {
  const { api, repository, request, context } = options;
  const { data, problems } = await api.graphqlPartial({
    repository,
    action: `open a pull request from ${request.headBranch}`,
    query: `mutation ($input: CreatePullRequestInput!) {
      createPullRequest(input: $input) { pullRequest { id ...pullRequest } }
    } ${pullRequestFields}`,
    variables: {
      input: {
        repositoryId: context.repositoryId,
        baseRefName: request.baseBranch,
        headRefName: request.headBranch,
        title: request.title,
        body: request.body,
      },
    },
    schema: createdSchema,
  });
  const created = data.createPullRequest?.pullRequest;
  if (created) return created;
  throw (
    problems[0] ??
    new ServiceUnavailableError(
      `${api.host} answered without the pull request that it was asked to open`,
    )
  );
}

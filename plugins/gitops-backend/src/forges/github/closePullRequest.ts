import { LoggerService } from '@backstage/backend-plugin-api';
import { ConflictError, NotFoundError } from '@backstage/errors';
import { z } from 'zod';
import { mayHaveTakenEffect } from '../forgeErrors';
import { missing } from '../missing';
import { GithubApi } from './GithubApi';
import { GithubRepository } from './GithubRepository';

interface CloseOptions {
  api: GithubApi;
  logger: LoggerService;
  repository: GithubRepository;
  number: number;
  comment?: string;
  deleteBranchAt?: string;
}

const answerSchema = z.object({
  repository: z
    .object({
      pullRequest: z
        .object({
          id: z.string(),
          state: z.string(),
          headRefName: z.string(),
          isCrossRepository: z.boolean().nullish(),
          headRef: z
            .object({ target: z.object({ oid: z.string() }).nullish() })
            .nullish(),
        })
        .nullish(),
    })
    .nullable(),
});

const closedSchema = z.object({
  closePullRequest: z
    .object({ pullRequest: z.object({ state: z.string() }).nullish() })
    .nullish(),
});

/** Comments, closes, and deletes the branch if it is still where we left it: three requests. */
export async function closePullRequest(options: CloseOptions): Promise<void> {
  const pullRequest = await read(options);
  // Somebody was faster, and what is merged is not called off.
  if (pullRequest.state === 'MERGED') return;
  if (pullRequest.state === 'OPEN') {
    await close({ ...options, id: pullRequest.id });
  }
  if (
    options.deleteBranchAt !== undefined &&
    !pullRequest.isCrossRepository &&
    pullRequest.headRef?.target?.oid === options.deleteBranchAt
  ) {
    await deleteBranch({ ...options, branch: pullRequest.headRefName });
  }
}

async function read({ api, repository, number }: CloseOptions) {
  const answer = await api.graphql({
    repository,
    action: `read pull request ${number}`,
    query: `query ($owner: String!, $name: String!, $number: Int!) {
      repository(owner: $owner, name: $name) {
        pullRequest(number: $number) {
          id state headRefName isCrossRepository
          headRef { target { oid } }
        }
      }
    }`,
    variables: { owner: repository.owner, name: repository.name, number },
    schema: answerSchema,
  });
  if (!answer.repository) throw missing({ api, repository });
  if (!answer.repository.pullRequest) {
    throw missing({ api, repository, what: `pull request ${number}` });
  }
  return answer.repository.pullRequest;
}

async function close(options: CloseOptions & { id: string }): Promise<void> {
  const { api, logger, repository, number, comment, id } = options;
  try {
    const { data, problems } = await api.graphqlPartial({
      repository,
      action: `close pull request ${number}`,
      query: `mutation ($id: ID!${comment ? ', $comment: String!' : ''}) {
        ${comment ? 'addComment(input: { subjectId: $id, body: $comment }) { clientMutationId }' : ''}
        closePullRequest(input: { pullRequestId: $id }) { pullRequest { state } }
      }`,
      variables: { id, ...(comment && { comment }) },
      schema: closedSchema,
    });
    if (!data.closePullRequest) {
      throw (
        problems[0] ??
        missing({ api, repository, what: `pull request ${number}` })
      );
    }
    // A conversation may be locked, which must not keep the pull request open.
    problems.forEach(problem => logger.warn(problem.message));
  } catch (error) {
    if (!mayHaveTakenEffect(error)) throw error;
    const { state } = await read(options).catch(() => ({ state: 'OPEN' }));
    if (state === 'OPEN') throw error;
  }
}

async function deleteBranch(
  options: CloseOptions & { branch: string },
): Promise<void> {
  const { api, repository, branch } = options;
  try {
    await api.rest({
      repository,
      action: `delete branch ${branch}`,
      schema: z.unknown(),
      send: (octokit, basics) =>
        octokit.rest.git.deleteRef({ ...basics, ref: `heads/${branch}` }),
    });
  } catch (error) {
    // Gone already: GitHub answers 422 "Reference does not exist", or 404.
    if (error instanceof NotFoundError || error instanceof ConflictError) {
      return;
    }
    throw error;
  }
}

import { ConflictError } from '@backstage/errors';
import { Forge, MergeAnswer } from '@fairlead/backstage-plugin-gitops-node';
import { z } from 'zod';
import { GithubApi } from './GithubApi';
import { GithubRepository } from './GithubRepository';
import { MergeMethod, MergeSubject } from './mergeSubject';

interface MergeOptions {
  api: GithubApi;
  repository: GithubRepository;
  request: Parameters<Forge['mergePullRequest']>[0];
  subject: MergeSubject;
}

/** Merges, guarded by the head. Throws ConflictError with GitHub's reason when it does not. */
export async function mergeNow(options: MergeOptions): Promise<'merged'> {
  const { api, repository, request, subject } = options;
  const merge = async (method: MergeMethod | undefined) =>
    api.rest({
      repository,
      action: `merge pull request ${request.number}`,
      schema: z.unknown(),
      send: (octokit, basics) =>
        octokit.rest.pulls.merge({
          ...basics,
          pull_number: request.number,
          sha: request.expectedHeadSha,
          commit_title: request.title,
          commit_message: request.message,
          merge_method: method,
        }),
    });
  const [method, ...others] = subject.methods;
  try {
    await merge(method);
  } catch (error) {
    // A branch may forbid a method that its repository allows.
    const isMethod =
      error instanceof ConflictError &&
      /merge commits|linear history/i.test(error.message);
    if (!isMethod || !others[0]) throw error;
    await merge(others[0]);
  }
  return 'merged';
}

/** Leaves the merge to GitHub: its queue where the branch has one, else auto-merge. What is ready is merged, as GitHub has nothing to wait for. */
export async function scheduleMerge(
  options: MergeOptions,
): Promise<MergeAnswer['outcome']> {
  const { api, repository, request, subject } = options;
  if (subject.isReady) return mergeReady(options);
  if (!subject.mayWait) {
    throw new ConflictError(
      `${api.host} can't merge pull request ${request.number} in ${repository.owner}/${repository.name} yet, and the repository does not allow auto-merge`,
    );
  }
  try {
    await enableAutoMerge(options);
    return 'scheduled';
  } catch (error) {
    const isReady =
      error instanceof ConflictError &&
      /(clean|unstable|has_hooks) status/i.test(error.message);
    if (!isReady) throw error;
    return mergeReady(options);
  }
}

async function mergeReady(
  options: MergeOptions,
): Promise<MergeAnswer['outcome']> {
  if (!options.subject.hasQueue) return mergeNow(options);
  await enqueue(options);
  return 'scheduled';
}

async function enableAutoMerge(options: MergeOptions): Promise<void> {
  const { api, repository, request, subject } = options;
  const method = subject.methods[0];
  await api.graphql({
    repository,
    action: `have pull request ${request.number} merged later`,
    query: `mutation ($input: EnablePullRequestAutoMergeInput!) {
      enablePullRequestAutoMerge(input: $input) { clientMutationId }
    }`,
    variables: {
      input: {
        pullRequestId: subject.id,
        expectedHeadOid: request.expectedHeadSha,
        commitHeadline: request.title,
        commitBody: request.message,
        ...(method && { mergeMethod: method.toUpperCase() }),
      },
    },
    schema: z.unknown(),
  });
}

async function enqueue(options: MergeOptions): Promise<void> {
  const { api, repository, request, subject } = options;
  await api.graphql({
    repository,
    action: `put pull request ${request.number} into the merge queue`,
    query: `mutation ($input: EnqueuePullRequestInput!) {
      enqueuePullRequest(input: $input) { clientMutationId }
    }`,
    variables: {
      input: {
        pullRequestId: subject.id,
        expectedHeadOid: request.expectedHeadSha,
      },
    },
    schema: z.unknown(),
  });
}

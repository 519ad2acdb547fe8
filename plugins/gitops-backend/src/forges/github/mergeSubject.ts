import { PullRequest } from '@fairlead/backstage-plugin-gitops-common';
import { z } from 'zod';
import { missing } from '../missing';
import { GithubApi } from './GithubApi';
import { GithubRepository } from './GithubRepository';
import {
  githubPullRequestSchema,
  pullRequestFields,
  toPullRequest,
} from './pullRequestFields';

/** GitHub's ways to merge. */
export type MergeMethod = 'merge' | 'squash' | 'rebase';

/** What has to be known to merge a pull request. */
export interface MergeSubject {
  id: string;
  pullRequest: PullRequest;
  /** Nothing is in the way of a merge now. */
  isReady: boolean;
  hasQueue: boolean;
  mayWait: boolean;
  /** Those that the repository allows, the best one first. */
  methods: MergeMethod[];
}

const answerSchema = z.object({
  repository: z
    .object({
      mergeCommitAllowed: z.boolean(),
      squashMergeAllowed: z.boolean(),
      rebaseMergeAllowed: z.boolean(),
      autoMergeAllowed: z.boolean(),
      pullRequest: githubPullRequestSchema
        .extend({
          id: z.string(),
          mergeStateStatus: z.string(),
          isMergeQueueEnabled: z.boolean(),
        })
        .nullish(),
    })
    .nullable(),
});

/** Reads everything in one request. Throws NotFoundError. */
export async function readMergeSubject(options: {
  api: GithubApi;
  repository: GithubRepository;
  request: { number: number };
}): Promise<MergeSubject> {
  const { api, repository, request } = options;
  const { number } = request;
  const { repository: found } = await api.graphql({
    repository,
    action: `read pull request ${number}`,
    query: `query ($owner: String!, $name: String!, $number: Int!) {
      repository(owner: $owner, name: $name) {
        mergeCommitAllowed squashMergeAllowed rebaseMergeAllowed autoMergeAllowed
        pullRequest(number: $number) {
          id mergeStateStatus isMergeQueueEnabled ...pullRequest
        }
      }
    } ${pullRequestFields}`,
    variables: { owner: repository.owner, name: repository.name, number },
    schema: answerSchema,
  });
  if (!found) throw missing({ api, repository });
  if (!found.pullRequest) {
    throw missing({ api, repository, what: `pull request ${number}` });
  }
  const { id, mergeStateStatus, isMergeQueueEnabled } = found.pullRequest;
  return {
    id,
    pullRequest: toPullRequest(found.pullRequest),
    isReady: ['CLEAN', 'HAS_HOOKS', 'UNSTABLE'].includes(mergeStateStatus),
    hasQueue: isMergeQueueEnabled,
    mayWait: isMergeQueueEnabled || found.autoMergeAllowed,
    methods: [
      ...(found.mergeCommitAllowed ? ['merge' as const] : []),
      ...(found.squashMergeAllowed ? ['squash' as const] : []),
      ...(found.rebaseMergeAllowed ? ['rebase' as const] : []),
    ],
  };
}

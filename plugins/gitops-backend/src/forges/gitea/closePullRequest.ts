import { LoggerService } from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import { z } from 'zod';
import { mayHaveTakenEffect } from '../forgeErrors';
import { GiteaApi } from './GiteaApi';
import { GiteaRepository } from './GiteaRepository';
import { requestPullRequest } from './readPullRequests';
import { deleteBranch } from './writeBranch';

interface CloseOptions {
  api: GiteaApi;
  logger: LoggerService;
  repository: GiteaRepository;
  number: number;
  comment?: string;
  deleteBranchAt?: string;
}

/** Read, comment, close, and delete the branch if it is still where we left it: four requests. */
export async function closePullRequest(options: CloseOptions): Promise<void> {
  const { deleteBranchAt } = options;
  const pullRequest = await requestPullRequest(options);
  // Somebody was faster, and what is merged is not called off.
  if (pullRequest.merged) return;
  if (pullRequest.state === 'open') {
    await comment(options);
    await close(options);
  }
  const { base, head } = pullRequest;
  // Of a branch that is gone Gitea names the ref of the pull request.
  const isThere = head.ref === head.label && head.repo_id === base.repo_id;
  if (isThere && head.sha === deleteBranchAt) {
    await deleteBranch({ ...options, branch: head.label });
  }
}

/** A conversation may be locked, which must not keep the pull request open. */
async function comment(options: CloseOptions): Promise<void> {
  const { api, logger, repository, number, comment: body } = options;
  if (!body) return;
  try {
    await api.request({
      repository,
      action: `comment on pull request ${number}`,
      method: 'POST',
      path: ['issues', String(number), 'comments'],
      body: { body },
      schema: z.unknown(),
    });
  } catch (error) {
    logger.warn(stringifyError(error));
  }
}

async function close(options: CloseOptions): Promise<void> {
  const { api, repository, number } = options;
  try {
    await api.request({
      repository,
      action: `close pull request ${number}`,
      method: 'PATCH',
      path: ['pulls', String(number)],
      body: { state: 'closed' },
      schema: z.unknown(),
    });
  } catch (error) {
    if (!mayHaveTakenEffect(error)) throw error;
    const now = await requestPullRequest(options).catch(() => undefined);
    if (now?.state !== 'closed') throw error;
  }
}

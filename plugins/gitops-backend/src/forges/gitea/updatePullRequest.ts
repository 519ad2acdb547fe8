import { LoggerService } from '@backstage/backend-plugin-api';
import {
  ConflictError,
  NotAllowedError,
  stringifyError,
} from '@backstage/errors';
import { PullRequest } from '@fairlead/backstage-plugin-gitops-common';
import {
  Forge,
  UpdatedPullRequest,
} from '@fairlead/backstage-plugin-gitops-node';
import { mayHaveTakenEffect } from '../forgeErrors';
import { GiteaApi } from './GiteaApi';
import { GiteaRepository } from './GiteaRepository';
import { readCommit } from './history';
import {
  GiteaPullRequest,
  giteaPullRequestSchema,
  toPullRequest,
} from './pullRequestFields';
import { requestPullRequest } from './readPullRequests';
import { holds, readWantedContent } from './wantedContent';
import { deleteBranch, moveBranch, writeBranch } from './writeBranch';

interface UpdateOptions {
  api: GiteaApi;
  logger: LoggerService;
  repository: GiteaRepository;
  request: Parameters<Forge['updatePullRequest']>[0];
}

/**
 * Read, write the commit to a branch beside, move the branch if it is still where it was read, delete the other one,
 * title and body: five requests. Written to the branch itself it could overwrite what somebody has just pushed, and
 * reset to the base for a moment Gitea may take the pull request for merged.
 */
export async function updatePullRequest(
  options: UpdateOptions,
): Promise<UpdatedPullRequest> {
  const { api, repository, request } = options;
  const found = await requestPullRequest({ ...options, ...request });
  if (found.state !== 'open') return { pullRequest: toPullRequest(found) };
  const from = found.head.sha;
  if (from !== request.expectedHeadSha) return settle(options, found);

  const { movesBranches, version } = await api.features(repository);
  if (!movesBranches) {
    throw new NotAllowedError(
      `${api.host} can't put other content into pull request ${request.number} in ${repository.owner}/${repository.name}: its version ${version} can't move a branch, which Gitea can since 1.26. Close it, and promote again`,
    );
  }
  const beside = { ...options, branch: `${request.headBranch}.next` };
  try {
    const to = await writeBranch({ ...beside, overwrite: true });
    await moveBranch({ ...options, branch: found.head.label, from, to });
    return { pullRequest: await describe(options, { found, head: to }) };
  } catch (error) {
    // Somebody was faster, or the connection broke: what is there now decides.
    if (!(error instanceof ConflictError) && !mayHaveTakenEffect(error)) {
      throw error;
    }
    const now = await requestPullRequest({ ...options, ...request });
    if (now.head.sha === from) throw error;
    return await settle(options, now);
  } finally {
    await deleteBranch(beside).catch(error =>
      options.logger.warn(stringifyError(error)),
    );
  }
}

/** Of a head that is not the expected one: what an earlier attempt has put there, or what somebody else has. */
async function settle(
  options: UpdateOptions,
  found: GiteaPullRequest,
): Promise<UpdatedPullRequest> {
  const { api, repository, request } = options;
  const head = found.head.sha;
  const { parents } = await readCommit({ api, repository, sha: head });
  if (parents.length === 1 && parents[0] === request.baseSha) {
    const { wanted } = await readWantedContent({
      ...options,
      content: request,
    });
    if (await holds({ api, repository, commit: head, wanted })) {
      return { pullRequest: await describe(options, { found, head }) };
    }
  }
  return { pullRequest: toPullRequest(found), refused: 'pushed-by-others' };
}

/** Title and body, unless they are as wanted already. */
async function describe(
  { api, repository, request }: UpdateOptions,
  { found, head }: { found: GiteaPullRequest; head: string },
): Promise<PullRequest> {
  const { number, title, body } = request;
  const described =
    found.title === title && found.body === body
      ? found
      : await api.request({
          repository,
          action: `describe pull request ${number}`,
          method: 'PATCH',
          path: ['pulls', String(number)],
          body: { title, body },
          schema: giteaPullRequestSchema,
        });
  // Whether it can be merged is checked anew, which takes Gitea a moment.
  return { ...toPullRequest(described), headSha: head, mergeable: 'unknown' };
}

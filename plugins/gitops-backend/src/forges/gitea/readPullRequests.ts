import { setTimeout as sleep } from 'timers/promises';
import { NotFoundError } from '@backstage/errors';
import { PullRequest } from '@fairlead/backstage-plugin-gitops-common';
import { Forge } from '@fairlead/backstage-plugin-gitops-node';
import pLimit from 'p-limit';
import { GiteaApi } from './GiteaApi';
import { GiteaRepository, parseGiteaRepository } from './GiteaRepository';
import { readContext } from './pullRequestContext';
import {
  GiteaPullRequest,
  giteaPullRequestSchema,
  toPullRequest,
} from './pullRequestFields';

const AT_ONCE = 5;
/** Gitea says "not mergeable" of what it has yet to check, too; so it is asked again a little later. */
const CHECKED_AFTER_MS = [300, 700, 1_500];

/** For each: one request when it is merged, two when it is closed, four when it is open. */
export async function readPullRequests(options: {
  api: GiteaApi;
  requests: Parameters<Forge['readPullRequests']>[0];
}): Promise<Array<PullRequest | undefined>> {
  const { api, requests } = options;
  const limit = pLimit(AT_ONCE);
  return Promise.all(
    requests.map(({ repoUrl, number }) =>
      limit(async () => {
        const repository = parseGiteaRepository(repoUrl);
        try {
          return await readPullRequest({ api, repository, number });
        } catch (error) {
          if (error instanceof NotFoundError) return undefined;
          throw error;
        }
      }),
    ),
  );
}

/** With its checks, reviews and events. Throws NotFoundError. */
async function readPullRequest(options: {
  api: GiteaApi;
  repository: GiteaRepository;
  number: number;
}): Promise<PullRequest> {
  let raw = await requestPullRequest(options);
  const waits = [...CHECKED_AFTER_MS];
  while (mayBeUnchecked(raw) && waits.length > 0) {
    await sleep(waits.shift());
    raw = await requestPullRequest(options);
  }
  const context = await readContext({ ...options, pullRequest: raw });
  return {
    ...toPullRequest(raw, context),
    ...(mayBeUnchecked(raw) && { mergeable: 'conflicting' as const }),
  };
}

/** The pull request itself. Throws NotFoundError. */
export async function requestPullRequest(options: {
  api: GiteaApi;
  repository: GiteaRepository;
  number: number;
}): Promise<GiteaPullRequest> {
  const { api, repository, number } = options;
  return api.request({
    repository,
    action: `read pull request ${number}`,
    path: ['pulls', String(number)],
    schema: giteaPullRequestSchema,
  });
}

function mayBeUnchecked(raw: GiteaPullRequest): boolean {
  return raw.state === 'open' && !raw.mergeable && !raw.draft;
}

import { setTimeout as sleep } from 'timers/promises';
import { LoggerService } from '@backstage/backend-plugin-api';
import { ConflictError, NotFoundError } from '@backstage/errors';
import { PullRequest } from '@fairlead/backstage-plugin-gitops-common';
import { OpenPullRequestOptions } from '@fairlead/backstage-plugin-gitops-node';
import { mayHaveTakenEffect } from '../forgeErrors';
import { GiteaApi } from './GiteaApi';
import { GiteaRepository } from './GiteaRepository';
import { readCommit } from './history';
import { Labels } from './Labels';
import {
  GiteaPullRequest,
  giteaPullRequestSchema,
  toPullRequest,
} from './pullRequestFields';
import { askForReviews, reviewersIn } from './reviewers';
import { holds, readWantedContent } from './wantedContent';
import { readHead, writeBranch, writeBranchFromBase } from './writeBranch';

interface OpenOptions {
  api: GiteaApi;
  logger: LoggerService;
  labels: Labels;
  repository: GiteaRepository;
  request: OpenPullRequestOptions;
}

/** Whoever has made the branch opens its pull request, and is given so long for it. */
const OPENED_WITHIN_MS = [200, 500, 1_000];

/** Look whether it is there, write the commit, open: three requests. */
export async function openPullRequest(
  options: OpenOptions,
): Promise<PullRequest> {
  const { labels, request } = options;
  const found = await find(options);
  if (found) {
    await labels.add({ ...options, pullRequest: found });
    return toPullRequest(found);
  }
  const { head, isOurs } = await ensureBranch(options);
  const opened =
    (isOurs ? undefined : await waitForOther(options)) ?? (await open(options));
  await labels.add({ ...options, pullRequest: opened });
  await askForReviews({ ...options, pullRequest: opened });
  return {
    ...toPullRequest(opened),
    headSha: opened.head.sha || head,
    title: opened.title || request.title,
  };
}

/** The pull request of the branch, whatever its state. */
async function find({
  api,
  repository,
  request,
}: OpenOptions): Promise<GiteaPullRequest | undefined> {
  const { baseBranch, headBranch } = request;
  try {
    return await api.request({
      repository,
      action: `look for a pull request of ${headBranch}`,
      path: ['pulls', baseBranch, ...headBranch.split('/')],
      schema: giteaPullRequestSchema,
    });
  } catch (error) {
    if (error instanceof NotFoundError) return undefined;
    throw error;
  }
}

async function waitForOther(options: OpenOptions) {
  for (const ms of OPENED_WITHIN_MS) {
    await sleep(ms);
    const found = await find(options);
    if (found) return found;
  }
  return undefined;
}

/** The branch with the wanted commit: made, or made already by an earlier attempt. */
async function ensureBranch(
  options: OpenOptions,
): Promise<{ head: string; isOurs: boolean }> {
  const { api, repository, request } = options;
  const branch = request.headBranch;
  try {
    return { head: await writeBranch({ ...options, branch }), isOurs: true };
  } catch (error) {
    // It is there already, the base has moved too far, or the connection broke: what is there now decides.
    if (!(error instanceof ConflictError) && !mayHaveTakenEffect(error)) {
      throw error;
    }
    const head = await readHead({ ...options, branch });
    if (head === undefined || head === request.baseSha) {
      const exists = head !== undefined;
      return {
        head: await writeBranchFromBase({ ...options, branch, exists }),
        isOurs: true,
      };
    }
    const { parents } = await readCommit({ api, repository, sha: head });
    if (parents.length === 1 && parents[0] === request.baseSha) {
      const { wanted } = await readWantedContent({
        ...options,
        content: request,
      });
      if (await holds({ api, repository, commit: head, wanted })) {
        return { head, isOurs: false };
      }
    }
    throw new ConflictError(
      `${api.host} has a branch ${branch} in ${repository.owner}/${repository.name} already, with other content than this promotion's; delete or rename it`,
    );
  }
}

async function open(options: OpenOptions): Promise<GiteaPullRequest> {
  const { api, labels, repository, request } = options;
  const { headBranch: head, baseBranch: base, title, body } = request;
  const labelIds = await labels.ids({ ...options, names: request.labels });
  const send = async (reviewers: ReturnType<typeof reviewersIn>) =>
    api.request({
      repository,
      action: `open a pull request of ${head}`,
      method: 'POST',
      path: ['pulls'],
      body: {
        head,
        base,
        title,
        body,
        labels: labelIds,
        reviewers: reviewers.people,
        team_reviewers: reviewers.teams,
      },
      schema: giteaPullRequestSchema,
    });
  try {
    const reviewers = reviewersIn(options);
    try {
      return await send(reviewers);
    } catch (error) {
      // One who is unknown keeps Gitea from opening it: they are asked one by one then.
      const asked = reviewers.people.length + reviewers.teams.length > 0;
      if (!asked || mayHaveTakenEffect(error)) throw error;
      return await send({ people: [], teams: [] });
    }
  } catch (error) {
    if (!(error instanceof ConflictError) && !mayHaveTakenEffect(error)) {
      throw error;
    }
    const there = await find(options);
    if (there) return there;
    throw error;
  }
}

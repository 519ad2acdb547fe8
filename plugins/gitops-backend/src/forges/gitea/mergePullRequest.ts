import { setTimeout as sleep } from 'timers/promises';
import { ConflictError, isError } from '@backstage/errors';
import { Forge, MergeAnswer } from '@fairlead/backstage-plugin-gitops-node';
import { z } from 'zod';
import { ForgeAnswer, mayHaveTakenEffect } from '../forgeErrors';
import { GiteaApi } from './GiteaApi';
import { GiteaRepository } from './GiteaRepository';
import { mergeObstacle } from './mergeObstacle';
import { GiteaPullRequest } from './pullRequestFields';
import { requestPullRequest } from './readPullRequests';

interface MergeOptions {
  api: GiteaApi;
  repository: GiteaRepository;
  request: Parameters<Forge['mergePullRequest']>[0];
}

/** Gitea checks for conflicts beside, and says "try again later" meanwhile. */
const CHECKED_AFTER_MS = [200, 400, 800, 1_600];

/** Read, then merge: two requests, and a third to schedule what has to wait. */
export async function mergePullRequest(
  options: MergeOptions,
): Promise<MergeAnswer> {
  const { request } = options;
  const pullRequest = await requestPullRequest({ ...options, ...request });
  const decided = decide(options, pullRequest);
  if (decided) return decided;
  try {
    await merge(options, { pullRequest, scheduled: false });
    return answer(options, 'merged');
  } catch (error) {
    const isRefusal = error instanceof ConflictError;
    if (!isRefusal && !mayHaveTakenEffect(error)) throw error;
    // Somebody was faster, or the connection broke: what is there now decides.
    const now = await requestPullRequest({ ...options, ...request });
    const done = decide(options, now);
    if (done) return done;
    if (!isRefusal) throw error;
    return request.how === 'scheduled'
      ? schedule(options, now)
      : refuse(options, now, error);
  }
}

async function schedule(
  options: MergeOptions,
  pullRequest: GiteaPullRequest,
): Promise<MergeAnswer> {
  try {
    await merge(options, { pullRequest, scheduled: true });
    return answer(options, 'scheduled');
  } catch (error) {
    if (!(error instanceof ConflictError)) throw error;
    if (/already scheduled/i.test(wordsOf(error))) {
      return answer(options, 'scheduled');
    }
    return refuse(options, pullRequest, error);
  }
}

/** What can be said without trying. */
function decide(
  options: MergeOptions,
  pullRequest: GiteaPullRequest,
): MergeAnswer | undefined {
  const { expectedHeadSha } = options.request;
  const { merged, state, head, draft } = pullRequest;
  const no = (why: string) => answer(options, 'refused', why);
  if (merged) return answer(options, 'merged');
  if (state === 'closed') return no('it is closed');
  if (head.sha !== expectedHeadSha) {
    return no(
      `its head is ${head.sha}, and not ${expectedHeadSha} as expected`,
    );
  }
  return draft ? no('it is a draft') : undefined;
}

async function merge(
  { api, repository, request }: MergeOptions,
  how: { pullRequest: GiteaPullRequest; scheduled: boolean },
): Promise<void> {
  const { number, title, message, expectedHeadSha } = request;
  const { pullRequest, scheduled } = how;
  const waits = [...CHECKED_AFTER_MS];
  for (;;) {
    try {
      await api.request({
        repository,
        action: `merge pull request ${number}`,
        method: 'POST',
        path: ['pulls', String(number), 'merge'],
        body: {
          Do: styleFor(pullRequest),
          MergeTitleField: title,
          MergeMessageField: message,
          head_commit_id: expectedHeadSha,
          merge_when_checks_succeed: scheduled,
        },
        schema: z.unknown(),
      });
      return;
    } catch (error) {
      if (!/try again later/i.test(wordsOf(error)) || waits.length === 0) {
        throw error;
      }
      await sleep(waits.shift());
    }
  }
}

/** The best one that the repository allows. */
function styleFor({ base }: GiteaPullRequest): string {
  const { repo } = base;
  if (!repo || repo.allow_merge_commits) return 'merge';
  if (repo.allow_squash_merge) return 'squash';
  if (repo.allow_rebase_explicit) return 'rebase-merge';
  if (repo.allow_rebase) return 'rebase';
  return repo.allow_fast_forward_only_merge ? 'fast-forward-only' : 'merge';
}

async function refuse(
  options: MergeOptions,
  pullRequest: GiteaPullRequest,
  error: Error,
): Promise<MergeAnswer> {
  const words = wordsOf(error) || error.message;
  const why = await mergeObstacle({ ...options, pullRequest });
  return answer(options, 'refused', why ? `${words}: ${why}` : words);
}

function answer(
  options: MergeOptions,
  outcome: MergeAnswer['outcome'],
  why?: string,
): MergeAnswer {
  const { api, repository, request } = options;
  const name = `Pull request ${request.number} in ${repository.owner}/${repository.name}`;
  const message = {
    merged: `${name} is merged`,
    scheduled: `${api.host} merges ${name} when it can`,
    refused: `${name} can't be merged: ${why}`,
  }[outcome];
  return { outcome, message };
}

/** What Gitea said itself. */
function wordsOf(error: unknown): string {
  const cause = isError(error) ? error.cause : undefined;
  return cause instanceof ForgeAnswer ? cause.message : '';
}

import { ConflictError } from '@backstage/errors';
import { Forge, MergeAnswer } from '@fairlead/backstage-plugin-gitops-node';
import { mayHaveTakenEffect } from '../forgeErrors';
import { GithubApi } from './GithubApi';
import { GithubRepository } from './GithubRepository';
import { mergeNow, scheduleMerge } from './mergeRequests';
import { MergeSubject, readMergeSubject } from './mergeSubject';

interface MergeOptions {
  api: GithubApi;
  repository: GithubRepository;
  request: Parameters<Forge['mergePullRequest']>[0];
}

/** Read, then merge or schedule: two requests. */
export async function mergePullRequest(
  options: MergeOptions,
): Promise<MergeAnswer> {
  const subject = await readMergeSubject(options);
  const decided = decide(options, subject);
  if (decided) return decided;
  try {
    const outcome =
      options.request.how === 'now'
        ? await mergeNow({ ...options, subject })
        : await scheduleMerge({ ...options, subject });
    return answer(options, outcome);
  } catch (error) {
    const isRefusal = error instanceof ConflictError;
    if (!isRefusal && !mayHaveTakenEffect(error)) throw error;
    // Somebody was faster, or the connection broke: what is there now decides.
    const now = await readMergeSubject(options).catch(() => undefined);
    const done = now && decide(options, now);
    if (done && done.outcome !== 'refused') return done;
    if (isRefusal) return { outcome: 'refused', message: error.message };
    throw error;
  }
}

/** What can be said without trying. */
function decide(
  options: MergeOptions,
  subject: MergeSubject,
): MergeAnswer | undefined {
  const { expectedHeadSha, how } = options.request;
  const { pullRequest } = subject;
  const refuse = (why: string) => answer(options, 'refused', why);
  if (pullRequest.state === 'merged') return answer(options, 'merged');
  if (pullRequest.state === 'closed') return refuse('it is closed');
  if (pullRequest.headSha !== expectedHeadSha) {
    return refuse(
      `its head is ${pullRequest.headSha}, and not ${expectedHeadSha} as expected`,
    );
  }
  if (pullRequest.draft) return refuse('it is a draft');
  if (how === 'scheduled') {
    return pullRequest.autoMerge ? answer(options, 'scheduled') : undefined;
  }
  return subject.hasQueue
    ? refuse('its branch is merged to by a merge queue only')
    : undefined;
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

import { ConflictError } from '@backstage/errors';
import { Forge, MergeAnswer } from '../forges/Forge';
import { fakeObstacle } from './fakeObstacle';
import { FakeRepository } from './FakeRepository';

const PORTAL = 'fairlead[bot]';

/** Merges a pull request, or has it wait, as {@link FakeRepository.scheduling} says. */
export function mergeFake({
  repository,
  options,
}: {
  repository: FakeRepository;
  options: Parameters<Forge['mergePullRequest']>[0];
}): MergeAnswer {
  const { number, expectedHeadSha, how } = options;
  const pullRequest = repository.pullRequestOf(number);
  const name = `Pull request #${number}`;
  const merged: MergeAnswer = {
    outcome: 'merged',
    message: `${name} is merged`,
  };
  const scheduled: MergeAnswer = {
    outcome: 'scheduled',
    message: `${name} is merged when it can be`,
  };
  const refuse = (why: string): MergeAnswer => ({
    outcome: 'refused',
    message: `${name} can't be merged: ${why}`,
  });

  if (pullRequest.state === 'merged') return merged;
  if (pullRequest.state === 'closed') return refuse('it is closed');
  const head = repository.branches.get(pullRequest.headBranch);
  if (head !== expectedHeadSha) {
    return refuse(`its head is ${head}, and not ${expectedHeadSha}`);
  }
  if (pullRequest.draft) return refuse('it is a draft');
  if (how === 'scheduled' && pullRequest.autoMerge) return scheduled;

  const obstacle = fakeObstacle({ repository, pullRequest });
  const { scheduling } = repository;
  if (scheduling === 'merge-queue' && how === 'now') {
    return refuse('its branch is merged to by a merge queue only');
  }
  if (
    how === 'scheduled' &&
    (scheduling === 'merge-queue' || (scheduling === 'auto-merge' && obstacle))
  ) {
    repository.pullRequests.set(number, {
      ...pullRequest,
      autoMerge: obstacle ? 'enabled' : 'queued',
    });
    return scheduled;
  }
  if (obstacle) return refuse(obstacle);
  try {
    const message = `${options.title}\n\n${options.message}`.trim();
    repository.merge({ number, by: PORTAL, message });
    return merged;
  } catch (error) {
    if (!(error instanceof ConflictError)) throw error;
    return refuse(error.message);
  }
}

/** Merges what waits and need not any more; with a merge queue, puts it there. */
export function mergeScheduled(repository: FakeRepository): void {
  for (const pullRequest of repository.pullRequests.values()) {
    const { state, autoMerge, number } = pullRequest;
    if (state !== 'open' || autoMerge !== 'enabled') continue;
    if (fakeObstacle({ repository, pullRequest })) continue;
    if (repository.scheduling === 'merge-queue') {
      repository.pullRequests.set(number, {
        ...pullRequest,
        autoMerge: 'queued',
      });
    } else {
      repository.merge({ number, by: PORTAL });
    }
  }
}

import { FakePullRequest, FakeRepository } from './FakeRepository';

/** Why a pull request can't be merged as it is; undefined when it can. A fake forge requires all checks, and reviews that were asked for. */
export function fakeObstacle(options: {
  repository: FakeRepository;
  pullRequest: FakePullRequest;
}): string | undefined {
  const { repository, pullRequest } = options;
  const head = repository.branches.get(pullRequest.headBranch) ?? '';
  if (pullRequest.draft) return 'it is a draft';
  if (pullRequest.mergeable === 'conflicting') {
    return `it conflicts with ${pullRequest.base}`;
  }
  const missing = [...repository.requiredStatuses].find(
    context => repository.statuses.get(head)?.get(context)?.state !== 'success',
  );
  if (missing) return `required status check "${missing}" is expected`;
  if (pullRequest.checks === 'pending') return 'its checks are running';
  if (pullRequest.checks === 'failing') return 'a check fails';
  if (pullRequest.review === 'required') return 'a review is required';
  if (pullRequest.review === 'changes-requested') {
    return 'a reviewer asked for changes';
  }
  return undefined;
}

import { PullRequest } from '@fairlead/backstage-plugin-gitops-common';
import {
  Forge,
  OpenPullRequestOptions,
  UpdatedPullRequest,
} from '../forges/Forge';
import { FakePullRequest, FakeRepository } from './FakeRepository';

/** Puts other content into a pull request. */
export function updateFake({
  repository,
  options,
}: {
  repository: FakeRepository;
  options: Parameters<Forge['updatePullRequest']>[0];
}): UpdatedPullRequest {
  const { number, expectedHeadSha, title, body } = options;
  const base = repository.commitOf(options.baseSha);
  const before = repository.pullRequestOf(number);
  if (before.state !== 'open') {
    return { pullRequest: viewOf(repository, before) };
  }
  const { sha: head } = repository.commitOf(before.headBranch);
  const isThere = holds({ repository, head, options });
  if (!isThere && head !== expectedHeadSha) {
    const pullRequest = viewOf(repository, before);
    return { pullRequest, refused: 'pushed-by-others' };
  }
  if (!isThere) {
    repository.commit({
      parents: [base.sha],
      directories: options.directories,
      files: options.files,
      message: options.commitMessage,
      author: 'Fairlead',
      branch: before.headBranch,
    });
  }
  const after: FakePullRequest = {
    ...before,
    title,
    body,
    ...(!isThere && { checks: 'none', mergeable: 'mergeable' }),
  };
  repository.pullRequests.set(number, after);
  return { pullRequest: viewOf(repository, after) };
}

/** Whether the head is one commit on the base with exactly the wanted content. */
export function holds({
  repository,
  head,
  options,
}: {
  repository: FakeRepository;
  head: string;
  options: Pick<OpenPullRequestOptions, 'baseSha' | 'files' | 'directories'>;
}): boolean {
  const base = repository.commitOf(options.baseSha);
  const { files, parents } = repository.commitOf(head);
  const wanted = repository.withChanges({
    files: base.files,
    changes: options.files,
    directories: options.directories,
  });
  return (
    parents.length === 1 &&
    parents[0] === base.sha &&
    files.size === wanted.size &&
    [...wanted].every(([path, content]) => files.get(path) === content)
  );
}

/** What a forge tells of it. */
export function viewOf(
  repository: FakeRepository,
  found: FakePullRequest,
): PullRequest {
  const { base, body: _, approvedBy, ...pullRequest } = found;
  const isOpen = found.state === 'open';
  const headSha =
    (isOpen ? repository.branches.get(found.headBranch) : undefined) ??
    found.headSha;
  const baseSha = repository.branches.get(base);
  return {
    ...pullRequest,
    headSha,
    approvals: [...approvedBy.values()].filter(sha => sha === headSha).length,
    ...(isOpen && baseSha && { baseSha }),
  };
}

import { accountSource } from '../accountSource';
import { FieldResolvers, GraphqlContext } from '../GraphqlContext';
import { PullRequestSource } from '../sources';
import { autoMergeSource } from './autoMergeRequest';
import { mergeQueueEntrySource } from './mergeQueueEntry';

/** Whether a pull request can be merged, and by whom it was. */
export const pullRequestMerge: FieldResolvers<PullRequestSource> = {
  merged: ({ pullRequest }) => pullRequest.mergedAt !== null,
  mergedAt: ({ pullRequest }) => pullRequest.mergedAt,
  mergedBy: ({ pullRequest }, _args, { forge }) =>
    pullRequest.mergedById === null
      ? null
      : accountSource(forge.users.get(pullRequest.mergedById)),
  mergeable: async ({ pullRequest }, _args, { forge }) => {
    const { mergeable } = await forge.mergeability.of(pullRequest);
    if (mergeable === null) return 'UNKNOWN';
    return mergeable ? 'MERGEABLE' : 'CONFLICTING';
  },
  mergeStateStatus: async ({ pullRequest }, _args, { forge }) =>
    (await forge.mergeability.of(pullRequest)).state.toUpperCase(),
  reviewDecision: ({ pullRequest }, _args, { forge }) =>
    forge.reviews.decision(pullRequest),
  autoMergeRequest: source => autoMergeSource(source),
  mergeQueueEntry: source => mergeQueueEntrySource(source),
  isInMergeQueue: ({ pullRequest }) => pullRequest.queueEntry !== null,
  isMergeQueueEnabled: ({ repo, pullRequest }, _args, { forge }) =>
    forge.protections.find(repo.repository, pullRequest.base)?.mergeQueue ??
    false,
  viewerCanEnableAutoMerge: ({ repo, pullRequest }, _args, context) =>
    repo.repository.allowAutoMerge &&
    pullRequest.state === 'open' &&
    !pullRequest.autoMerge &&
    mayWrite(repo, context),
  viewerCanDisableAutoMerge: ({ repo, pullRequest }, _args, context) =>
    pullRequest.autoMerge !== null && mayWrite(repo, context),
  viewerCanMergeAsAdmin: () => false,
  viewerCanClose: ({ repo }, _args, context) => mayWrite(repo, context),
  viewerCanReopen: ({ repo }, _args, context) => mayWrite(repo, context),
  viewerCanLabel: ({ repo }, _args, context) => mayWrite(repo, context),
  viewerCanDeleteHeadRef: ({ repo }, _args, context) => mayWrite(repo, context),
};

function mayWrite(
  { repository }: PullRequestSource['repo'],
  { forge, actor }: GraphqlContext,
): boolean {
  return forge.access.mayWrite(repository, actor);
}

import { PullRequest } from '../../domain';
import { nodeId } from '../../domain/nodeIds';
import { accountSource } from '../accountSource';
import { readCommit } from '../gitObject';
import { FieldResolvers } from '../GraphqlContext';
import { PullRequestSource } from '../sources';

interface EntrySource {
  source: PullRequestSource;
  entry: NonNullable<PullRequest['queueEntry']>;
}

/** The place of a pull request in a merge queue; null when it is in none. */
export function mergeQueueEntrySource(
  source: PullRequestSource,
): EntrySource | null {
  const { queueEntry } = source.pullRequest;
  return queueEntry && { source, entry: queueEntry };
}

export const mergeQueueEntryFields: FieldResolvers<EntrySource> = {
  id: ({ entry }) => nodeId('QueueEntry', entry.id),
  enqueuedAt: ({ entry }) => entry.enqueuedAt,
  enqueuer: ({ entry }, _args, { forge }) =>
    accountSource(forge.users.get(entry.enqueuedById)),
  baseCommit: async ({ source, entry }) => {
    const { git } = source.repo;
    const [base] = (await git.commit(entry.groupSha)).parents;
    return readCommit(source.repo, base);
  },
  headCommit: async ({ source, entry }) =>
    readCommit(source.repo, entry.groupSha),
  jump: () => false,
  solo: () => false,
  estimatedTimeToMerge: () => null,
  pullRequest: ({ source }) => source,
  position: ({ source, entry }, _args, { forge }) =>
    forge.pullRequests
      .list(source.repo.repository, {
        state: 'open',
        base: source.pullRequest.base,
      })
      .filter(({ queueEntry }) => queueEntry && queueEntry.id <= entry.id)
      .length,
  state: () => 'AWAITING_CHECKS',
};

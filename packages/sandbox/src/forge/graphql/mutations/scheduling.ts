import { accountSource } from '../accountSource';
import { FieldResolvers } from '../GraphqlContext';
import { pullRequestSource } from '../pullRequestSource';
import { mergeQueueEntrySource } from '../types/mergeQueueEntry';
import { writablePullRequest } from './subject';

interface AutoMergeInput {
  pullRequestId: string;
  mergeMethod?: 'MERGE' | 'SQUASH' | 'REBASE' | null;
  commitHeadline?: string | null;
  commitBody?: string | null;
  expectedHeadOid?: string | null;
}

interface EnqueueInput {
  pullRequestId: string;
  expectedHeadOid?: string | null;
}

const methods = { MERGE: 'merge', SQUASH: 'squash', REBASE: 'rebase' } as const;

/** What has pull requests merged later. */
export const schedulingMutations: FieldResolvers<unknown> = {
  enablePullRequestAutoMerge: async (
    _source,
    { input }: { input: AutoMergeInput },
    context,
  ) => {
    const { repo, pullRequest } = await writablePullRequest(context, {
      id: input.pullRequestId,
      mutation: 'EnablePullRequestAutoMerge',
    });
    const enabled = await context.forge.scheduling.enableAutoMerge({
      pullRequest,
      actor: context.actor.user,
      method: methods[input.mergeMethod ?? 'MERGE'],
      title: input.commitHeadline ?? undefined,
      message: input.commitBody ?? undefined,
      expectedHead: input.expectedHeadOid ?? undefined,
    });
    return {
      actor: accountSource(context.actor.user),
      pullRequest: pullRequestSource(repo, enabled),
    };
  },
  disablePullRequestAutoMerge: async (
    _source,
    { input }: { input: { pullRequestId: string } },
    context,
  ) => {
    const { repo, pullRequest } = await writablePullRequest(context, {
      id: input.pullRequestId,
      mutation: 'DisablePullRequestAutoMerge',
    });
    const disabled = context.forge.scheduling.disableAutoMerge({
      pullRequest,
      actor: context.actor.user,
    });
    return {
      actor: accountSource(context.actor.user),
      pullRequest: pullRequestSource(repo, disabled),
    };
  },
  enqueuePullRequest: async (
    _source,
    { input }: { input: EnqueueInput },
    context,
  ) => {
    const { repo, pullRequest } = await writablePullRequest(context, {
      id: input.pullRequestId,
      mutation: 'EnqueuePullRequest',
    });
    const queued = await context.forge.scheduling.queue.enqueue({
      pullRequest,
      actor: context.actor.user,
      expectedHead: input.expectedHeadOid ?? undefined,
    });
    return {
      mergeQueueEntry: mergeQueueEntrySource(pullRequestSource(repo, queued)),
    };
  },
  dequeuePullRequest: async (
    _source,
    { input }: { input: { id: string } },
    context,
  ) => {
    const { repo, pullRequest } = await writablePullRequest(context, {
      id: input.id,
      mutation: 'DequeuePullRequest',
    });
    const left = mergeQueueEntrySource(pullRequestSource(repo, pullRequest));
    await context.forge.scheduling.queue.dequeue({
      pullRequest,
      actor: context.actor.user,
      reason: 'MANUAL',
    });
    return { mergeQueueEntry: left };
  },
};

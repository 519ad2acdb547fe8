import { accountSource } from '../accountSource';
import { FieldResolvers } from '../GraphqlContext';
import { pullRequestSource } from '../pullRequestSource';
import { writablePullRequest, writableRepository } from './subject';

interface CreateInput {
  repositoryId: string;
  headRefName: string;
  baseRefName: string;
  title: string;
  body?: string | null;
  draft?: boolean | null;
}

interface UpdateInput {
  pullRequestId: string;
  title?: string | null;
  body?: string | null;
  baseRefName?: string | null;
  state?: 'OPEN' | 'CLOSED' | null;
}

interface MergeInput {
  pullRequestId: string;
  mergeMethod?: 'MERGE' | 'SQUASH' | 'REBASE' | null;
  commitHeadline?: string | null;
  commitBody?: string | null;
  expectedHeadOid?: string | null;
}

interface PullRequestInput {
  pullRequestId: string;
}

const methods = { MERGE: 'merge', SQUASH: 'squash', REBASE: 'rebase' } as const;

/** What opens, changes, merges and closes pull requests. */
export const pullRequestMutations: FieldResolvers<unknown> = {
  createPullRequest: async (
    _source,
    { input }: { input: CreateInput },
    context,
  ) => {
    const repo = await writableRepository(context, {
      id: input.repositoryId,
      mutation: 'CreatePullRequest',
    });
    const pullRequest = await context.forge.pullRequests.open({
      repository: repo.repository,
      actor: context.actor.user,
      head: input.headRefName.replace(/^refs\/heads\//, ''),
      base: input.baseRefName.replace(/^refs\/heads\//, ''),
      title: input.title,
      body: input.body,
      draft: input.draft ?? false,
    });
    return { pullRequest: pullRequestSource(repo, pullRequest) };
  },
  updatePullRequest: async (
    _source,
    { input }: { input: UpdateInput },
    context,
  ) => {
    const { forge, actor } = context;
    const { repo, pullRequest } = await writablePullRequest(context, {
      id: input.pullRequestId,
      mutation: 'UpdatePullRequest',
    });
    const who = { pullRequest, actor: actor.user };
    if (input.state === 'CLOSED') forge.pullRequests.close(who);
    if (input.state === 'OPEN') await forge.pullRequests.reopen(who);
    const updated = forge.pullRequests.edit({
      ...who,
      title: input.title ?? undefined,
      body: input.body ?? undefined,
      base: input.baseRefName ?? undefined,
    });
    return {
      actor: accountSource(actor.user),
      pullRequest: pullRequestSource(repo, updated),
    };
  },
  closePullRequest: async (
    _source,
    { input }: { input: PullRequestInput },
    context,
  ) => {
    const { repo, pullRequest } = await writablePullRequest(context, {
      id: input.pullRequestId,
      mutation: 'ClosePullRequest',
    });
    const closed = context.forge.pullRequests.close({
      pullRequest,
      actor: context.actor.user,
    });
    return { pullRequest: pullRequestSource(repo, closed) };
  },
  reopenPullRequest: async (
    _source,
    { input }: { input: PullRequestInput },
    context,
  ) => {
    const { repo, pullRequest } = await writablePullRequest(context, {
      id: input.pullRequestId,
      mutation: 'ReopenPullRequest',
    });
    const reopened = await context.forge.pullRequests.reopen({
      pullRequest,
      actor: context.actor.user,
    });
    return { pullRequest: pullRequestSource(repo, reopened) };
  },
  mergePullRequest: async (
    _source,
    { input }: { input: MergeInput },
    context,
  ) => {
    const { repo, pullRequest } = await writablePullRequest(context, {
      id: input.pullRequestId,
      mutation: 'MergePullRequest',
    });
    const merged = await context.forge.merging.merge({
      pullRequest,
      actor: context.actor.user,
      method: methods[input.mergeMethod ?? 'MERGE'],
      title: input.commitHeadline ?? undefined,
      message: input.commitBody ?? undefined,
      expectedHead: input.expectedHeadOid ?? undefined,
    });
    return {
      actor: accountSource(context.actor.user),
      pullRequest: pullRequestSource(repo, merged.pullRequest),
    };
  },
  markPullRequestReadyForReview: async (
    _source,
    { input }: { input: PullRequestInput },
    context,
  ) => {
    const { repo, pullRequest } = await writablePullRequest(context, {
      id: input.pullRequestId,
      mutation: 'MarkPullRequestReadyForReview',
    });
    const ready = context.forge.pullRequests.setDraft({
      pullRequest,
      actor: context.actor.user,
      draft: false,
    });
    return { pullRequest: pullRequestSource(repo, ready) };
  },
};

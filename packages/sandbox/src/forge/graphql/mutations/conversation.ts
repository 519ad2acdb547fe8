import { accountSource } from '../accountSource';
import { FieldResolvers } from '../GraphqlContext';
import {
  labelSource,
  pullRequestSource,
  reviewSource,
} from '../pullRequestSource';
import {
  labelsOf,
  teamsOf,
  usersOf,
  writableComment,
  writablePullRequest,
  writableRepository,
} from './subject';

interface ReviewInput {
  pullRequestId: string;
  event?: 'APPROVE' | 'COMMENT' | 'DISMISS' | 'REQUEST_CHANGES' | null;
  body?: string | null;
  commitOID?: string | null;
}

interface RequestReviewsInput {
  pullRequestId: string;
  userIds?: string[] | null;
  teamIds?: string[] | null;
  union?: boolean | null;
}

interface LabelsInput {
  labelableId: string;
  labelIds: string[];
}

const reviewStates = {
  APPROVE: 'APPROVED',
  COMMENT: 'COMMENTED',
  DISMISS: 'COMMENTED',
  REQUEST_CHANGES: 'CHANGES_REQUESTED',
} as const;

/** What is said about pull requests: comments, reviews, labels. */
export const conversationMutations: FieldResolvers<unknown> = {
  addComment: async (
    _source,
    { input }: { input: { subjectId: string; body: string } },
    context,
  ) => {
    const { repo, pullRequest } = await writablePullRequest(context, {
      id: input.subjectId,
      mutation: 'AddComment',
    });
    const comment = context.forge.comments.add({
      pullRequest,
      actor: context.actor.user,
      body: input.body,
    });
    const node = { __typename: 'IssueComment', repo, pullRequest, comment };
    return {
      commentEdge: { node, cursor: String(comment.id) },
      subject: pullRequestSource(repo, pullRequest),
      timelineEdge: { node, cursor: String(comment.id) },
    };
  },
  updateIssueComment: async (
    _source,
    { input }: { input: { id: string; body: string } },
    context,
  ) => {
    const { repo, pullRequest, comment } = await writableComment(context, {
      id: input.id,
      mutation: 'UpdateIssueComment',
    });
    const edited = context.forge.comments.edit({
      comment,
      actor: context.actor.user,
      body: input.body,
    });
    return {
      issueComment: {
        __typename: 'IssueComment',
        repo,
        pullRequest,
        comment: edited,
      },
    };
  },
  addPullRequestReview: async (
    _source,
    { input }: { input: ReviewInput },
    context,
  ) => {
    const { repo, pullRequest } = await writablePullRequest(context, {
      id: input.pullRequestId,
      mutation: 'AddPullRequestReview',
    });
    const review = context.forge.reviews.submit({
      pullRequest,
      actor: context.actor.user,
      state: input.event ? reviewStates[input.event] : 'PENDING',
      body: input.body ?? undefined,
      commitSha: input.commitOID ?? undefined,
    });
    const node = reviewSource({ repo, pullRequest, review });
    return {
      pullRequestReview: node,
      reviewEdge: { node, cursor: String(review.id) },
    };
  },
  requestReviews: async (
    _source,
    { input }: { input: RequestReviewsInput },
    context,
  ) => {
    const { forge, actor } = context;
    const { repo, pullRequest } = await writablePullRequest(context, {
      id: input.pullRequestId,
      mutation: 'RequestReviews',
    });
    const users = usersOf(context, input.userIds ?? []);
    const teams = teamsOf(context, input.teamIds ?? []);
    const who = { pullRequest, actor: actor.user };
    if (!input.union) {
      const kept = { users, teams };
      forge.triage.removeReviewRequests({
        ...who,
        users: pullRequest.requestedReviewerIds
          .map(id => forge.users.get(id))
          .filter(user => !kept.users.some(({ id }) => id === user.id)),
        teams: pullRequest.requestedTeamIds
          .map(id => forge.users.team(id))
          .filter(team => !kept.teams.some(({ id }) => id === team.id)),
      });
    }
    const updated = forge.triage.requestReviews({ ...who, users, teams });
    return {
      actor: accountSource(actor.user),
      pullRequest: pullRequestSource(repo, updated),
    };
  },
  addLabelsToLabelable: async (
    _source,
    { input }: { input: LabelsInput },
    context,
  ) => {
    const { repo, pullRequest } = await writablePullRequest(context, {
      id: input.labelableId,
      mutation: 'AddLabelsToLabelable',
    });
    const labels = labelsOf(context, { ids: input.labelIds, repo });
    const labelled = context.forge.triage.addLabels({
      pullRequest,
      actor: context.actor.user,
      names: labels.map(({ name }) => name),
    });
    return { labelable: pullRequestSource(repo, labelled) };
  },
  removeLabelsFromLabelable: async (
    _source,
    { input }: { input: LabelsInput },
    context,
  ) => {
    const { repo, pullRequest } = await writablePullRequest(context, {
      id: input.labelableId,
      mutation: 'RemoveLabelsFromLabelable',
    });
    let current = pullRequest;
    for (const label of labelsOf(context, { ids: input.labelIds, repo })) {
      current = context.forge.triage.removeLabel({
        pullRequest: current,
        actor: context.actor.user,
        label,
      });
    }
    return { labelable: pullRequestSource(repo, current) };
  },
  createLabel: async (
    _source,
    {
      input,
    }: {
      input: {
        repositoryId: string;
        name: string;
        color: string;
        description?: string | null;
      };
    },
    context,
  ) => {
    const repo = await writableRepository(context, {
      id: input.repositoryId,
      mutation: 'CreateLabel',
    });
    const label = context.forge.labels.create({
      repository: repo.repository,
      name: input.name,
      color: input.color,
      description: input.description,
    });
    return { label: labelSource(repo, label) };
  },
};

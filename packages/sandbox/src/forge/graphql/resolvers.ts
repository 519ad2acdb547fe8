import { FieldResolvers } from './GraphqlContext';
import { mutationFields } from './mutations';
import { timelineEventTypes } from './timelineItems';
import { actorFields } from './types/actorFields';
import { autoMergeRequestFields } from './types/autoMergeRequest';
import { blobFields } from './types/blob';
import { checkRunFields } from './types/checkRun';
import { commitFields } from './types/commit';
import { gitActorFields } from './types/gitActor';
import { issueCommentFields } from './types/issueComment';
import { labelFields } from './types/label';
import { mergeQueueEntryFields } from './types/mergeQueueEntry';
import { organizationFields } from './types/organization';
import { pullRequestFields } from './types/pullRequest';
import { pullRequestCommitFields } from './types/pullRequestCommit';
import { pullRequestReviewFields } from './types/pullRequestReview';
import { queryFields } from './types/query';
import { refFields } from './types/ref';
import { repositoryFields } from './types/repository';
import { statusCheckRollupFields } from './types/statusCheckRollup';
import { statusContextFields } from './types/statusContext';
import { tagFields } from './types/tag';
import { teamFields } from './types/team';
import { timelineEventFields } from './types/timelineEvent';
import { treeFields } from './types/tree';
import { treeEntryFields } from './types/treeEntry';
import { userFields } from './types/user';

/** The fields that the forge knows, by the type that has them. */
export const resolvers: Record<string, FieldResolvers<never>> = {
  AutoMergeRequest: autoMergeRequestFields,
  Blob: blobFields,
  Bot: actorFields,
  CheckRun: checkRunFields,
  Commit: commitFields,
  GitActor: gitActorFields,
  IssueComment: issueCommentFields,
  Label: labelFields,
  MergeQueueEntry: mergeQueueEntryFields,
  Mutation: mutationFields,
  Organization: organizationFields,
  PullRequest: pullRequestFields,
  PullRequestCommit: pullRequestCommitFields,
  PullRequestReview: pullRequestReviewFields,
  Query: queryFields,
  Ref: refFields,
  Repository: repositoryFields,
  StatusCheckRollup: statusCheckRollupFields,
  StatusContext: statusContextFields,
  Tag: tagFields,
  Team: teamFields,
  Tree: treeFields,
  TreeEntry: treeEntryFields,
  User: userFields,
  ...Object.fromEntries(
    timelineEventTypes.map(type => [type, timelineEventFields]),
  ),
};

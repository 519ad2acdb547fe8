export type { Actor } from './Access';
export { commitFiles } from './commitFiles';
export { openForgeDomain } from './ForgeDomain';
export type { ForgeDomain } from './ForgeDomain';
export type { ForgeEvent } from './ForgeEvents';
export type {
  CheckRun,
  Comment,
  CommitStatus,
  Label,
  Protection,
  PullRequest,
  Repository,
  Review,
  Team,
  TimelineEvent,
  User,
  Webhook,
} from './model';
export { nodeId } from './nodeIds';
export type { Node } from './Nodes';
export {
  EMPTY_TREE,
  pullRequestCommits,
  pullRequestFiles,
  pullRequestRange,
} from './pullRequestChanges';
export { ForbiddenError, NotMergeableError, ValidationError } from './problems';

export type { Actor } from './Access';
export { commitFiles } from './commitFiles';
export type { Rollup } from './Checks';
export { openForgeDomain } from './ForgeDomain';
export type { ForgeDomain } from './ForgeDomain';
export type { ForgeEvent } from './ForgeEvents';
export type { Mergeable } from './Mergeability';
export type {
  CheckRun,
  Comment,
  CommitStatus,
  Label,
  MergeMethod,
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
export { ForbiddenError, NotMergeableError, ValidationError } from './problems';
export type { FieldProblem } from './problems';
export type { ReviewDecision } from './Reviews';

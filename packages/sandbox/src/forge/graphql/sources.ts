import { GitRepository } from '../git/GitRepository';
import { GitCommit, TreeEntry } from '../git/objectFormats';
import {
  CheckRun,
  Comment,
  CommitStatus,
  Label,
  PullRequest,
  Repository,
  Review,
  Team,
  TimelineEvent,
  User,
} from '../domain';

/** What the resolvers of each GraphQL type start from. `__typename` is how GraphQL tells them apart. */
export interface RepositorySource {
  __typename: 'Repository';
  repository: Repository;
  owner: User;
  git: GitRepository;
}

/** Something that belongs to a repository. */
interface In {
  repo: RepositorySource;
}

export interface CommitSource extends In {
  __typename: 'Commit';
  commit: GitCommit;
}

export interface TreeSource extends In {
  __typename: 'Tree';
  sha: string;
  /** From the root; undefined when it was not reached from there. */
  path?: string;
}

export interface BlobSource extends In {
  __typename: 'Blob';
  sha: string;
  content: Buffer;
}

export interface TagSource extends In {
  __typename: 'Tag';
  sha: string;
  name: string;
  message: string;
  tagger: { name: string; email: string; date: string } | undefined;
  target: string;
}

export type GitObjectSource =
  CommitSource | TreeSource | BlobSource | TagSource;

export interface TreeEntrySource extends In {
  entry: TreeEntry;
  path: string;
}

export interface RefSource extends In {
  __typename: 'Ref';
  /** Full: `refs/heads/main`. */
  ref: string;
  sha: string;
}

export interface AccountSource {
  __typename: User['type'];
  account: User;
}

export interface TeamSource {
  __typename: 'Team';
  team: Team;
  organization: User;
}

export interface PullRequestSource extends In {
  __typename: 'PullRequest';
  pullRequest: PullRequest;
}

export interface ReviewSource extends In {
  __typename: 'PullRequestReview';
  review: Review;
  pullRequest: PullRequest;
}

export interface CommentSource extends In {
  __typename: 'IssueComment';
  comment: Comment;
  pullRequest: PullRequest;
}

export interface PullRequestCommitSource extends In {
  __typename: 'PullRequestCommit';
  pullRequest: PullRequest;
  commit: GitCommit;
}

export interface LabelSource extends In {
  __typename: 'Label';
  label: Label;
}

export interface TimelineEventSource extends In {
  __typename: string;
  event: TimelineEvent;
  pullRequest: PullRequest;
}

export interface StatusSource extends In {
  __typename: 'StatusContext';
  status: CommitStatus;
}

export interface CheckRunSource extends In {
  __typename: 'CheckRun';
  checkRun: CheckRun;
}

/** What all checks and statuses of a commit come to. */
export interface RollupSource extends In {
  __typename: 'StatusCheckRollup';
  sha: string;
  contexts: Array<StatusSource | CheckRunSource>;
}

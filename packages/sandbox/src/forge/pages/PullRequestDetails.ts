import { Comment, Label, PullRequest, Review, User } from '../domain';
import { FileDiff } from '../git/diffTrees';
import { GitCommit } from '../git/objectFormats';

/** A check or status, in the words of a person. */
export interface Check {
  name: string;
  state: 'success' | 'failure' | 'pending';
  description: string;
  url: string | undefined;
}

/** Everything that the page of a pull request shows. */
export interface PullRequestDetails {
  pullRequest: PullRequest;
  author: User;
  mergedBy: User | undefined;
  labels: Label[];
  reviews: Array<{ review: Review; author: User }>;
  comments: Array<{ comment: Comment; author: User }>;
  /** Logins of people, and `organization/slug` of teams. */
  waitingFor: string[];
  checks: Check[];
  commits: GitCommit[];
  files: FileDiff[];
  /** That the forge merges it by itself, and who wanted that. */
  waits: string | undefined;
  /** Why it can't be merged; undefined when it can. */
  blocked: string | undefined;
  /** Which methods the repository allows. */
  methods: Record<'merge' | 'squash' | 'rebase', boolean>;
}

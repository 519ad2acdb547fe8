import { Label, PullRequest } from '../domain';
import {
  LabelSource,
  PullRequestSource,
  RepositorySource,
  ReviewSource,
} from './sources';
import { repositoryPath } from './urls';

/** A pull request as what GraphQL resolves. */
export function pullRequestSource(
  repo: RepositorySource,
  pullRequest: PullRequest,
): PullRequestSource {
  return { __typename: 'PullRequest', repo, pullRequest };
}

/** A review as what GraphQL resolves. */
export function reviewSource(
  parts: Omit<ReviewSource, '__typename'>,
): ReviewSource {
  return { __typename: 'PullRequestReview', ...parts };
}

/** A label as what GraphQL resolves. */
export function labelSource(repo: RepositorySource, label: Label): LabelSource {
  return { __typename: 'Label', repo, label };
}

/** `/acme/shop/pull/7` */
export function pullRequestPath(
  repo: RepositorySource,
  { number }: PullRequest,
): string {
  return `${repositoryPath(repo)}/pull/${number}`;
}

/** In GraphQL, merged is a state of its own. */
export function stateOf(
  pullRequest: PullRequest,
): 'OPEN' | 'CLOSED' | 'MERGED' {
  if (pullRequest.mergedAt) return 'MERGED';
  return pullRequest.state === 'open' ? 'OPEN' : 'CLOSED';
}

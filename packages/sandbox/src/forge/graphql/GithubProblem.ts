/** The kinds of problems that GitHub names in the `type` of a GraphQL error. */
export type ProblemType =
  | 'EXCESSIVE_PAGINATION'
  | 'FORBIDDEN'
  | 'MAX_NODE_LIMIT_EXCEEDED'
  | 'MISSING_PAGINATION_BOUNDARIES'
  | 'NOT_FOUND'
  | 'RATE_LIMITED'
  | 'STALE_DATA'
  | 'UNPROCESSABLE';

/** What a GraphQL request could not do, in GitHub's words. */
export class GithubProblem extends Error {
  constructor(
    readonly type: ProblemType,
    message: string,
  ) {
    super(message);
    this.name = 'GithubProblem';
  }
}

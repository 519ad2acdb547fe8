import { pullRequestCommits } from '../domain';
import { PageArgs } from './connection';
import { GraphqlContext } from './GraphqlContext';
import { pullRequestSource, stateOf } from './pullRequestSource';
import { PullRequestSource, RepositorySource } from './sources';

export interface PullRequestsArgs extends PageArgs {
  baseRefName?: string | null;
  headRefName?: string | null;
  labels?: string[] | null;
  states?: string[] | null;
  orderBy?: { field: string; direction: 'ASC' | 'DESC' } | null;
}

/** The pull requests of a repository that are asked for: in the order in which they were opened, unless another is asked for. */
export function selectPullRequests(
  { forge }: GraphqlContext,
  options: { repo: RepositorySource; args: PullRequestsArgs },
): PullRequestSource[] {
  const { repo, args } = options;
  const { baseRefName, headRefName, labels, states, orderBy } = args;
  const labelIds = labels?.map(
    name => forge.labels.find(repo.repository, name)?.id ?? 0,
  );
  const found = forge.pullRequests
    .list(repo.repository)
    .filter(
      pullRequest =>
        (!baseRefName || pullRequest.base === baseRefName) &&
        (!headRefName || pullRequest.head === headRefName) &&
        (!states || states.includes(stateOf(pullRequest))) &&
        (!labelIds || labelIds.some(id => pullRequest.labelIds.includes(id))),
    )
    .sort((a, b) => a.number - b.number);
  if (orderBy?.field === 'UPDATED_AT') {
    found.sort((a, b) => a.updatedAt.localeCompare(b.updatedAt));
  }
  if (orderBy?.direction === 'DESC') found.reverse();
  return found.map(pullRequest => pullRequestSource(repo, pullRequest));
}

/** The pull requests that brought a commit, or would bring it. */
export async function pullRequestsWith(
  { forge }: GraphqlContext,
  options: { repo: RepositorySource; sha: string },
): Promise<PullRequestSource[]> {
  const { repo, sha } = options;
  const found: PullRequestSource[] = [];
  for (const pullRequest of forge.pullRequests.list(repo.repository)) {
    const { git } = repo;
    const isMerge = pullRequest.mergeSha === sha;
    const commits = isMerge
      ? []
      : await pullRequestCommits({ git, pullRequest });
    if (isMerge || commits.some(commit => commit.sha === sha)) {
      found.push(pullRequestSource(repo, pullRequest));
    }
  }
  return found;
}

import { nodeId } from '../../domain/nodeIds';
import { accountSource } from '../accountSource';
import { connection, PageArgs } from '../connection';
import { readGitObject } from '../gitObject';
import { GithubProblem } from '../GithubProblem';
import { FieldResolvers } from '../GraphqlContext';
import { PullRequestsArgs, selectPullRequests } from '../pullRequestList';
import { labelSource, pullRequestSource } from '../pullRequestSource';
import { branchSource, refSource } from '../repositorySource';
import { RefSource, RepositorySource } from '../sources';
import { repositoryPath, urlOf } from '../urls';

interface RefsArgs extends PageArgs {
  refPrefix: string;
  query?: string | null;
  direction?: 'ASC' | 'DESC' | null;
  orderBy?: { field: string; direction: 'ASC' | 'DESC' } | null;
}

const basics: FieldResolvers<RepositorySource> = {
  id: ({ repository }) => nodeId('Repository', repository.id),
  databaseId: ({ repository }) => repository.id,
  name: ({ repository }) => repository.name,
  nameWithOwner: ({ owner, repository }) => `${owner.login}/${repository.name}`,
  owner: ({ owner }) => accountSource(owner),
  description: ({ repository }) => repository.description,
  homepageUrl: ({ repository }) => repository.homepage,
  resourcePath: source => repositoryPath(source),
  url: (source, _args, context) => urlOf(context, repositoryPath(source)),
  visibility: ({ repository }) => (repository.private ? 'PRIVATE' : 'PUBLIC'),
  isPrivate: ({ repository }) => repository.private,
  isArchived: ({ repository }) => repository.archived,
  isInOrganization: ({ owner }) => owner.type === 'Organization',
  isEmpty: ({ git }) => git.refs.list('refs/heads/').length === 0,
  isFork: () => false,
  isMirror: () => false,
  isTemplate: () => false,
  isLocked: () => false,
  isDisabled: () => false,
  parent: () => null,
  forkCount: () => 0,
  stargazerCount: () => 0,
  primaryLanguage: () => null,
  licenseInfo: () => null,
  createdAt: ({ repository }) => repository.createdAt,
  updatedAt: ({ repository }) => repository.updatedAt,
  pushedAt: ({ repository }) => repository.pushedAt,
  hasIssuesEnabled: ({ repository }) => repository.hasIssues,
  hasProjectsEnabled: ({ repository }) => repository.hasProjects,
  hasWikiEnabled: ({ repository }) => repository.hasWiki,
  mergeCommitAllowed: ({ repository }) => repository.allowMergeCommit,
  squashMergeAllowed: ({ repository }) => repository.allowSquashMerge,
  rebaseMergeAllowed: ({ repository }) => repository.allowRebaseMerge,
  autoMergeAllowed: ({ repository }) => repository.allowAutoMerge,
  allowUpdateBranch: ({ repository }) => repository.allowUpdateBranch,
  deleteBranchOnMerge: ({ repository }) => repository.deleteBranchOnMerge,
  viewerPermission: ({ repository }, _args, { forge, actor }) =>
    forge.access.mayWrite(repository, actor) ? 'WRITE' : 'READ',
  viewerDefaultMergeMethod: () => 'MERGE',
};

export const repositoryFields: FieldResolvers<RepositorySource> = {
  ...basics,
  repositoryTopics: (source, args: PageArgs, context) =>
    connection('repositoryTopics', {
      all: source.repository.topics.map(name => ({
        __typename: 'RepositoryTopic',
        id: `RT_${Buffer.from(name).toString('base64url')}`,
        topic: {
          __typename: 'Topic',
          name,
          id: `T_${Buffer.from(name).toString('base64url')}`,
        },
        url: urlOf(context, `/topics/${name}`),
        resourcePath: `/topics/${name}`,
      })),
      args,
    }),
  defaultBranchRef: source =>
    branchSource(source, source.repository.defaultBranch),
  ref: (source, args: { qualifiedName: string }) => {
    const { qualifiedName } = args;
    const found = [
      qualifiedName,
      `refs/${qualifiedName}`,
      `refs/heads/${qualifiedName}`,
      `refs/tags/${qualifiedName}`,
    ].find(ref => source.git.refs.get(ref) !== undefined);
    return found ? refSource(source, found) : null;
  },
  refs: (source, args: RefsArgs) => {
    if (!/^refs\/([^/]+\/)+$/.test(args.refPrefix)) {
      throw new GithubProblem(
        'UNPROCESSABLE',
        'refPrefix must start with `refs/` and end with `/`.',
      );
    }
    const all = source.git.refs
      .list(args.refPrefix)
      .filter(({ ref }) =>
        ref.slice(args.refPrefix.length).includes(args.query ?? ''),
      )
      .map(({ ref, sha }): RefSource => ({
        __typename: 'Ref',
        repo: source,
        ref,
        sha,
      }));
    const direction = args.orderBy?.direction ?? args.direction;
    if (direction === 'DESC') all.reverse();
    return connection('refs', { all, args });
  },
  object: async (
    source,
    args: { expression?: string | null; oid?: string | null },
  ) => readGitObject(source, args.oid ?? args.expression ?? ''),
  pullRequest: (source, args: { number: number }, { forge }) => {
    const found = forge.pullRequests.find(source.repository, args.number);
    if (found) return pullRequestSource(source, found);
    throw new GithubProblem(
      'NOT_FOUND',
      `Could not resolve to a PullRequest with the number of ${args.number}.`,
    );
  },
  pullRequests: (source, args: PullRequestsArgs, context) =>
    connection('pullRequests', {
      all: selectPullRequests(context, { repo: source, args }),
      args,
    }),
  issues: (_source, args: PageArgs) => connection('issues', { all: [], args }),
  label: (source, args: { name: string }, { forge }) => {
    const label = forge.labels.find(source.repository, args.name);
    return label ? labelSource(source, label) : null;
  },
  labels: (source, args: PageArgs & { query?: string | null }, { forge }) =>
    connection('labels', {
      all: forge.labels
        .list(source.repository)
        .filter(({ name }) =>
          name.toLowerCase().includes((args.query ?? '').toLowerCase()),
        )
        .map(label => labelSource(source, label)),
      args,
    }),
};

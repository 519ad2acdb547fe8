import { EMPTY_TREE } from '../../domain';
import { gitNodeKey, nodeId } from '../../domain/nodeIds';
import { connection, PageArgs } from '../connection';
import { readCommit, readGitObject } from '../gitObject';
import { FieldResolvers } from '../GraphqlContext';
import { pullRequestsWith } from '../pullRequestList';
import { readRollup } from '../rollup';
import { CommitSource, RepositorySource } from '../sources';
import { repositoryPath, urlOf } from '../urls';
import { gitObjectFields } from './gitObjectFields';

interface HistoryArgs extends PageArgs {
  path?: string | null;
  since?: string | null;
  until?: string | null;
  author?: { emails?: string[] | null; id?: string | null } | null;
}

export const commitFields: FieldResolvers<CommitSource> = {
  ...gitObjectFields(({ commit }: CommitSource) => commit.sha),
  id: ({ repo, commit }) => commitId(repo, commit.sha),
  message: ({ commit }) => commit.message.trimEnd(),
  messageHeadline: ({ commit }) => headline(commit.message),
  messageBody: ({ commit }) =>
    commit.message.split('\n').slice(1).join('\n').trim(),
  author: ({ commit }) => commit.author,
  committer: ({ commit }) => commit.committer,
  authors: ({ commit }, args: PageArgs) =>
    connection('authors', { all: [commit.author], args }),
  authoredByCommitter: ({ commit }) =>
    commit.author.email === commit.committer.email,
  authoredDate: ({ commit }) => commit.author.date,
  committedDate: ({ commit }) => commit.committer.date,
  pushedDate: () => null,
  resourcePath: ({ repo, commit }) =>
    `${repositoryPath(repo)}/commit/${commit.sha}`,
  url: ({ repo, commit }, _args, context) =>
    urlOf(context, `${repositoryPath(repo)}/commit/${commit.sha}`),
  treeUrl: ({ repo, commit }, _args, context) =>
    urlOf(context, `${repositoryPath(repo)}/tree/${commit.sha}`),
  tree: ({ repo, commit }) => ({
    __typename: 'Tree',
    repo,
    sha: commit.tree,
    path: '',
  }),
  parents: async ({ repo, commit }, args: PageArgs) => {
    const all = await Promise.all(
      commit.parents.map(async sha => readCommit(repo, sha)),
    );
    return connection('parents', {
      all: all.flatMap(parent => parent ?? []),
      args,
    });
  },
  file: async ({ repo, commit }, args: { path: string }) => {
    const entry = await repo.git.entry(commit.tree, args.path);
    return entry && entry.path !== ''
      ? { repo, entry, path: entry.path }
      : null;
  },
  history: async ({ repo, commit }, args: HistoryArgs) => {
    const log = await repo.git.log({
      sha: commit.sha,
      path: args.path ?? undefined,
      since: args.since ?? undefined,
      until: args.until ?? undefined,
    });
    const emails = args.author?.emails;
    return connection('history', {
      all: log
        .filter(each => !emails || emails.includes(each.author.email))
        .map(each => ({ __typename: 'Commit', repo, commit: each })),
      args,
    });
  },
  additions: async source => (await counts(source)).additions,
  deletions: async source => (await counts(source)).deletions,
  changedFiles: async source => (await counts(source)).changedFiles,
  changedFilesIfAvailable: async source => (await counts(source)).changedFiles,
  statusCheckRollup: ({ repo, commit }, _args, context) =>
    readRollup(context, { repo, sha: commit.sha }),
  associatedPullRequests: async ({ repo, commit }, args: PageArgs, context) => {
    const all = await pullRequestsWith(context, { repo, sha: commit.sha });
    return connection('associatedPullRequests', { all, args });
  },
};

/** The global id of a commit. */
export function commitId(repo: RepositorySource, sha: string): string {
  return nodeId(
    'Commit',
    gitNodeKey({ repositoryId: repo.repository.id, name: sha }),
  );
}

function headline(message: string): string {
  return message.split('\n', 1)[0].trimEnd();
}

async function counts({ repo, commit }: CommitSource) {
  const parent = await readGitObject(repo, commit.parents[0] ?? '');
  const files = await repo.git.diff(
    parent?.__typename === 'Commit' ? parent.commit.tree : EMPTY_TREE,
    commit.tree,
  );
  return {
    additions: files.reduce((sum, file) => sum + file.additions, 0),
    deletions: files.reduce((sum, file) => sum + file.deletions, 0),
    changedFiles: files.length,
  };
}

import { pullRequestCommits, pullRequestFiles } from '../../domain';
import { connection, PageArgs } from '../connection';
import { FieldResolvers } from '../GraphqlContext';
import { PullRequestCommitSource, PullRequestSource } from '../sources';

const changeTypes = {
  added: 'ADDED',
  removed: 'DELETED',
  modified: 'MODIFIED',
  renamed: 'RENAMED',
};

/** What a pull request changes: its commits and files. */
export const pullRequestChanges: FieldResolvers<PullRequestSource> = {
  commits: async ({ repo, pullRequest }, args: PageArgs) => {
    const commits = await pullRequestCommits({ git: repo.git, pullRequest });
    return connection('commits', {
      all: commits.map((commit): PullRequestCommitSource => ({
        __typename: 'PullRequestCommit',
        repo,
        pullRequest,
        commit,
      })),
      args,
    });
  },
  files: async (source, args: PageArgs) => {
    const files = await changed(source);
    return connection('files', {
      all: files.map(file => ({
        path: file.path,
        additions: file.additions,
        deletions: file.deletions,
        changeType: changeTypes[file.status],
        viewerViewedState: 'UNVIEWED',
      })),
      args,
    });
  },
  changedFiles: async source => (await changed(source)).length,
  additions: async source =>
    sum((await changed(source)).map(file => file.additions)),
  deletions: async source =>
    sum((await changed(source)).map(file => file.deletions)),
};

async function changed({ repo, pullRequest }: PullRequestSource) {
  return pullRequestFiles({ git: repo.git, pullRequest });
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

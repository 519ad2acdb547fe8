import { ServiceUnavailableError } from '@backstage/errors';
import { describeForgeContract } from './describeForgeContract';
import { FakeForge } from './FakeForge';

const repoUrl = 'https://forge.example/acme/gitops';

describeForgeContract({
  name: 'FakeForge',
  create: async () => {
    const forge = new FakeForge();
    const repository = forge.createRepository({ repoUrl });
    return {
      forge,
      repoUrl,
      missingRepoUrl: 'https://forge.example/acme/missing',
      commit: async ({ branch, files, message }) => {
        const parent =
          repository.resolve(branch) ?? repository.commitOf('main').sha;
        return repository.commit({
          parents: [parent],
          files: new Map(Object.entries(files)),
          message,
          branch,
        }).sha;
      },
      merge: async number => repository.merge({ number, by: 'ada' }).sha,
      headOf: async branch => repository.branches.get(branch),
      describe: async number => ({
        body: repository.pullRequestOf(number).body,
        reviewers: forge.opened.get(`${repoUrl}#${number}`)?.reviewers ?? [],
      }),
      approve: async options => forge.approve({ repoUrl, ...options }),
      comment: async options => forge.comment({ repoUrl, ...options }),
      commentsOf: async number => [
        ...(forge.peoplesComments.get(`${repoUrl}#${number}`) ?? []),
        ...(forge.comments.get(`${repoUrl}#${number}`) ?? []),
      ],
      statusesOf: async sha =>
        [...(repository.statuses.get(sha) ?? [])].map(([context, status]) => ({
          context,
          ...status,
        })),
      requireStatus: async context => {
        repository.requiredStatuses.add(context);
      },
      allowAutoMerge: async () => {
        repository.scheduling = 'auto-merge';
      },
      useMergeQueue: async () => {
        repository.scheduling = 'merge-queue';
        return { release: async () => repository.releaseQueue() };
      },
      close: async () => {},
    };
  },
});

describe('FakeForge.failNext', () => {
  it('fails before or after the effect, once', async () => {
    const forge = new FakeForge();
    const repository = forge.createRepository({ repoUrl });
    const open = () =>
      forge.openPullRequest({
        repoUrl,
        baseBranch: 'main',
        baseSha: repository.commitOf('main').sha,
        headBranch: 'fairlead/1',
        commitMessage: 'One',
        files: new Map([['a.txt', 'a']]),
        title: 'One',
        body: '',
        labels: [],
        reviewers: [],
      });
    forge.failNext('openPullRequest', {
      error: new ServiceUnavailableError('down'),
    });
    forge.failNext('openPullRequest', {
      error: new ServiceUnavailableError('cut'),
      afterEffect: true,
    });
    await expect(open()).rejects.toThrow('down');
    expect(repository.pullRequests.size).toBe(0);
    await expect(open()).rejects.toThrow('cut');
    expect(repository.pullRequests.size).toBe(1);
    expect(await open()).toMatchObject({ number: 1 });
    expect(repository.pullRequests.size).toBe(1);
  });
});

import { describeForgeContract } from '@fairlead/backstage-plugin-gitops-node/testUtils';
import { GithubWorld } from './__testUtils__/GithubWorld';

describeForgeContract({
  name: 'GithubForge',
  create: async () => {
    const world = await GithubWorld.start();
    return {
      forge: world.forge,
      repoUrl: world.repoUrl,
      missingRepoUrl: `${world.repoUrl}-missing`,
      commit: async options => world.commit(options),
      commitBinary: async path => {
        await world.commitBytes({ path, content: Buffer.from([0, 1, 2, 255]) });
      },
      merge: async number => world.merge(number),
      headOf: async branch => world.headOf(branch),
      describe: async number => world.describe(number),
      approve: async options => world.approve(options),
      comment: async options => world.comment(options),
      commentsOf: async number => world.commentsOf(number),
      statusesOf: async sha => world.statusesOf(sha),
      requireStatus: async context => world.protect({ statuses: [context] }),
      allowAutoMerge: async () => world.settings({ allow_auto_merge: true }),
      useMergeQueue: async () => world.useMergeQueue(),
      close: async () => world.close(),
    };
  },
});

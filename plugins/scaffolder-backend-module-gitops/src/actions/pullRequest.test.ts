import { createMockDirectory } from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import { ScmIntegrations } from '@backstage/integration';
import { createMockActionContext } from '@backstage/plugin-scaffolder-node-test-utils';
import { parse } from 'yaml';
import { z } from 'zod';
import { GitopsInMemory } from '../__testUtils__/GitopsInMemory';
import { createPullRequestAction } from './pullRequest';
import { pullRequestExamples } from './pullRequest.examples';

const inputSchema = z.object({
  repoUrl: z.string(),
  sourcePath: z.string().optional(),
  targetPath: z.string().optional(),
  baseBranch: z.string().optional(),
  branch: z.string(),
  title: z.string(),
  description: z.string().optional(),
  labels: z.array(z.string()).optional(),
  reviewers: z.array(z.string()).optional(),
});

const inputOf = (example: string) =>
  inputSchema.parse(parse(example).steps[0].input);

describe('gitops:pull-request', () => {
  const workspace = createMockDirectory();
  let gitops: GitopsInMemory;

  const actionWith = (requireScmUserCredentials = false) =>
    createPullRequestAction({
      clients: gitops,
      integrations: ScmIntegrations.fromConfig(new ConfigReader({})),
      requireScmUserCredentials,
    });
  const contextOf = (
    input: z.infer<typeof inputSchema>,
    change: { isDryRun?: boolean } = {},
  ) => ({
    ...createMockActionContext({ input, workspacePath: workspace.path }),
    ...change,
  });

  beforeEach(() => {
    gitops = new GitopsInMemory();
    workspace.setContent({
      'gitops/apps/orders/base/kustomization.yaml': 'resources: []\n',
      'gitops/.gitignore': 'ignored\n',
      'gitops/ignored': 'all the same\n',
    });
  });

  it.each(pullRequestExamples.map(each => [each.description, each.example]))(
    'does what the example says: %s',
    async (_, example) => {
      const input = inputOf(example);
      const context = contextOf(input);
      await actionWith().handler(context);

      const [change] = gitops.changes;
      expect(change).toMatchObject({
        repoUrl: 'https://github.com/acme/gitops',
        baseBranch: input.baseBranch ?? 'main',
        headBranch: 'create/orders',
        title: 'Create orders',
        labels: input.labels,
        reviewers: input.reviewers,
      });
      const below = input.targetPath ? `${input.targetPath}/` : '';
      const from = input.sourcePath ? '' : 'gitops/';
      expect(change.files.map(({ path }) => path).sort()).toEqual([
        `${below}${from}.gitignore`,
        `${below}${from}apps/orders/base/kustomization.yaml`,
        `${below}${from}ignored`,
      ]);
      expect(context.output).toHaveBeenCalledWith(
        'pullRequestUrl',
        'https://github.com/acme/gitops/pull/7',
      );
      expect(context.output).toHaveBeenCalledWith('pullRequestNumber', 7);
    },
  );

  it('asks nobody in a dry run, and acts for the person who runs the template otherwise', async () => {
    const input = inputOf(pullRequestExamples[0].example);
    await actionWith().handler(contextOf(input, { isDryRun: true }));
    expect(gitops.askedBy).toEqual([]);

    const context = contextOf(input);
    await actionWith().handler(context);
    expect(gitops.askedBy).toEqual([await context.getInitiatorCredentials()]);
  });

  it('refuses what it could only do wrong', async () => {
    const input = inputOf(pullRequestExamples[0].example);
    const run = (change: Partial<typeof input>, strict = false) =>
      actionWith(strict).handler(contextOf({ ...input, ...change }));

    await expect(run({ sourcePath: '../elsewhere' })).rejects.toThrow();
    workspace.addContent({ 'empty/.keep': '' });
    await expect(run({ sourcePath: 'nothing-here' })).rejects.toThrow(
      'the source path holds no files',
    );
    await expect(
      run({ repoUrl: 'forge.example?owner=acme&repo=gitops' }),
    ).rejects.toThrow('forge.example');
    await expect(run({}, true)).rejects.toThrow('requireScmUserCredentials');
    expect(gitops.changes).toEqual([]);
  });
});

import { createMockActionContext } from '@backstage/plugin-scaffolder-node-test-utils';
import { parse } from 'yaml';
import { z } from 'zod';
import {
  GitopsInMemory,
  planOf,
  pullRequestOf,
} from '../__testUtils__/GitopsInMemory';
import { createPromoteAction } from './promote';
import { promoteExamples } from './promote.examples';

const input = z
  .object({
    entityRef: z.string(),
    from: z.string(),
    to: z.string(),
    reason: z.string(),
  })
  .parse(parse(promoteExamples[0].example).steps[0].input);

describe('gitops:promote', () => {
  let gitops: GitopsInMemory;
  const run = async (change: { isDryRun?: boolean } = {}) => {
    const context = { ...createMockActionContext({ input }), ...change };
    await createPromoteAction({ clients: gitops, pollIntervalMs: 1 }).handler(
      context,
    );
    return context;
  };
  beforeEach(() => {
    gitops = new GitopsInMemory();
  });

  it('requests what was planned, and waits for the pull request', async () => {
    gitops.promotionLooks = [
      { state: 'opening' },
      {
        state: 'open',
        message: 'Waiting for the merge',
        pullRequest: pullRequestOf('fairlead/orders-staging-1', 'Promote'),
      },
    ];
    const context = await run();
    expect(gitops.promotions).toEqual([
      expect.objectContaining({ ...input, id: 'promotion-1' }),
    ]);
    expect(context.output).toHaveBeenCalledWith('promotionId', 'promotion-1');
    expect(context.output).toHaveBeenCalledWith('state', 'open');
    expect(context.output).toHaveBeenCalledWith(
      'pullRequestUrl',
      'https://github.com/acme/gitops/pull/7',
    );
  });

  it('ends without a pull request when there is nothing to change', async () => {
    gitops.plan = planOf({ edits: [] });
    gitops.promotionLooks = [{ state: 'noop', message: 'Nothing to change' }];
    const context = await run();
    expect(context.output).toHaveBeenCalledWith('state', 'noop');
    expect(context.output).toHaveBeenCalledWith('pullRequestUrl', undefined);
  });

  it('says why it is impossible, and requests nothing', async () => {
    gitops.plan = planOf({
      blockers: [{ code: 'unparsable', message: 'a.yaml:3 is not valid YAML' }],
    });
    await expect(run()).rejects.toThrow('a.yaml:3 is not valid YAML');
    expect(gitops.promotions).toEqual([]);
  });

  it('only plans in a dry run', async () => {
    const context = await run({ isDryRun: true });
    expect(gitops.promotions).toEqual([]);
    expect(context.output).toHaveBeenCalledWith('state', 'planned');
  });
});

import { createMockActionContext } from '@backstage/plugin-scaffolder-node-test-utils';
import {
  defaultPolicy,
  rolloutActionIdSchema,
  ServiceDeployments,
  serviceDeploymentsSchema,
} from '@fairlead/backstage-plugin-gitops-common';
import { parse } from 'yaml';
import { z } from 'zod';
import { GitopsInMemory } from '../__testUtils__/GitopsInMemory';
import { createWaitUntilHealthyAction } from './waitUntilHealthy';
import { waitUntilHealthyExamples } from './waitUntilHealthy.examples';

const input = z
  .object({
    entityRef: z.string(),
    environment: z.string(),
    version: z.string().optional(),
    timeoutMinutes: z.number(),
  })
  .parse(parse(waitUntilHealthyExamples[0].example).steps[0].input);

const allowed = { allowed: true };

function serviceWith(
  targets: Array<{ tag: string; sync: string; health: string; down?: string }>,
): ServiceDeployments {
  return serviceDeploymentsSchema.parse({
    entityRef: 'component:default/orders',
    environments: [
      {
        environment: {
          name: 'dev',
          title: 'Dev',
          tier: 'development',
          after: [],
        },
        targets: targets.map(({ tag, sync, health, down }, index) => ({
          id: `target-${index}`,
          environment: 'dev',
          updatedAt: '2026-01-01T00:00:00Z',
          links: { commits: [], images: [] },
          rollouts: [],
          findings: [],
          ...(down && {
            unreachable: {
              since: '2026-01-01T00:00:00Z',
              message: down,
              fault: 'network',
            },
          }),
          status: {
            engine: 'argocd',
            object: {
              cluster: 'nonprod',
              apiVersion: 'argoproj.io/v1alpha1',
              kind: 'Application',
              namespace: 'argocd',
              name: `orders-dev-${index}`,
            },
            labels: {},
            annotations: {},
            destination: { inCluster: true },
            sources: [],
            version: { images: [{ name: 'ghcr.io/acme/orders', tag }] },
            revisions: { desired: [], live: [] },
            sync: { status: sync },
            health: { status: health },
            autoSync: { enabled: true, prune: true, selfHeal: true },
            drift: [],
            conditions: [],
            history: [],
            resourceCount: 3,
            links: [],
          },
        })),
        stages: [],
        comparisons: [],
        promotions: [],
        queuedPromotions: [],
        policy: defaultPolicy('dev'),
        restrictions: [],
        lacks: [],
        allowances: {
          promote: allowed,
          skip: allowed,
          rollback: allowed,
          freeze: allowed,
          hold: allowed,
          veto: allowed,
          sync: allowed,
          refresh: allowed,
          suspend: allowed,
          logs: allowed,
          adopt: allowed,
          rollout: Object.fromEntries(
            rolloutActionIdSchema.options.map(action => [action, allowed]),
          ),
        },
      },
    ],
    unassigned: [],
    problems: [],
    annotationProblems: [],
    annotated: true,
    pipelineProblems: [],
  });
}

const good = { tag: '1.5.0', sync: 'Synced', health: 'Healthy' };

describe('gitops:wait-until-healthy', () => {
  let gitops: GitopsInMemory;
  const run = async (change: Partial<typeof input> = {}) => {
    const context = createMockActionContext({ input: { ...input, ...change } });
    await createWaitUntilHealthyAction({
      clients: gitops,
      pollIntervalMs: 1,
    }).handler(context);
    return context;
  };
  beforeEach(() => {
    gitops = new GitopsInMemory();
  });

  it('waits for the catalog, the targets, the version, sync and health of all targets', async () => {
    const waits: Array<ServiceDeployments | 'unknown'> = [
      'unknown',
      serviceWith([]),
      serviceWith([{ ...good, tag: '1.4.2' }]),
      serviceWith([good, { ...good, sync: 'OutOfSync' }]),
      serviceWith([good, { ...good, health: 'Progressing' }]),
      serviceWith([good, { ...good, down: 'nonprod does not answer' }]),
    ];
    gitops.serviceLooks = [...waits, serviceWith([good, good])];
    const context = await run();
    expect(gitops.serviceLooks).toHaveLength(1);
    expect(context.output).toHaveBeenCalledWith('version', '1.5.0');
  });

  it('takes any version when none is wanted', async () => {
    gitops.serviceLooks = [serviceWith([{ ...good, tag: '0.9.0' }])];
    const context = await run({ version: undefined });
    expect(context.output).toHaveBeenCalledWith('version', '0.9.0');
  });

  it('gives up in time and says what it waited for', async () => {
    gitops.serviceLooks = [serviceWith([{ ...good, health: 'Degraded' }])];
    await expect(run({ timeoutMinutes: 0.001 })).rejects.toThrow(
      'orders-dev-0: Synced, Degraded, 1.5.0',
    );
  });
});

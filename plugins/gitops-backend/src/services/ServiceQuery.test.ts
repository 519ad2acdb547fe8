import {
  mockCredentials,
  mockServices,
  TestDatabases,
} from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import {
  defaultPolicy,
  Environment,
  Pipeline,
  Promotion,
} from '@fairlead/backstage-plugin-gitops-common';
import { deployedComponent } from '../__testUtils__/portal/services';
import { TestPolicy } from '../__testUtils__/portal/TestPolicy';
import { Authorizer } from '../authorize';
import { RestrictionsStore } from '../restrictions/RestrictionsStore';
import { openDatabase } from '../store/openDatabase';
import { activePromotion } from './__testUtils__/activePromotion';
import { storedTarget } from './__testUtils__/storedTarget';
import { HotfixLacks } from './HotfixLacks';
import { ServiceQuery } from './ServiceQuery';
import { ServiceTargetsQuery } from './ServiceTargetsQuery';

const orders = 'component:default/orders';
const credentials = mockCredentials.user('user:default/ada');
const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
const environments = ['dev', 'qa', 'staging', 'prod'].map(
  (name, index, names): Environment => ({
    name,
    title: name,
    tier: name === 'prod' ? 'production' : 'staging',
    after: names.slice(Math.max(index - 1, 0), index),
  }),
);
const targets = [
  storedTarget({ name: 'orders-dev', environment: 'dev', tag: '3' }),
  storedTarget({ name: 'orders-staging', environment: 'staging', tag: '2' }),
  storedTarget({ name: 'orders-prod', environment: 'prod', tag: '1' }),
];
const pipeline: Pipeline = {
  entityRef: orders,
  environments: [
    { name: 'staging', after: [] },
    { name: 'qa', after: ['staging'] },
    { name: 'prod', after: ['staging', 'qa'] },
  ],
  policies: [
    { ...defaultPolicy('staging'), automatic: true },
    { ...defaultPolicy('prod'), lane: 'reject' },
  ],
  promoted: { chart: true, targetRevision: true, paths: [], directories: [] },
  problems: [
    {
      message: 'No such environment',
      file: 'fairlead.yaml',
      line: 3,
      column: 5,
    },
  ],
};

async function openService(
  options: { active?: Promotion[]; hotfixes?: HotfixLacks } = {},
) {
  const knex = await databases.init('SQLITE_3');
  await openDatabase(
    mockServices.database.mock({ getClient: async () => knex }),
  );
  const entity = deployedComponent('orders');
  const policy = new TestPolicy();
  const authorizer = Authorizer.create({ permissions: policy.service });
  const reader = {
    all: async () => targets,
    find: async () => targets,
    problems: async () => [],
    onChange: () => () => {},
  };
  const restrictions = RestrictionsStore.create({ knex });
  const query = ServiceQuery.create({
    authorizer,
    environments,
    findings: { of: async () => new Map() },
    forges: { forRepository: () => undefined, normalize: url => url },
    hotfixes: options.hotfixes ?? { lacks: async () => new Map() },
    pipelines: { of: async () => pipeline },
    promotions: { active: async () => options.active ?? [] },
    restrictions,
    serviceTargets: ServiceTargetsQuery.create({
      authorizer,
      catalog: catalogServiceMock({
        entities: [{ ...entity, spec: { ...entity.spec, system: 'shop' } }],
      }),
      clusters: [],
      targets: reader,
    }),
    stages: { of: async () => [] },
    systems: [],
    targets: reader,
  });
  const read = async () => {
    const found = await query.deployments({ entityRef: orders, credentials });
    const of = (name: string) => {
      const each = found.environments.find(
        ({ environment }) => environment.name === name,
      );
      if (!each) throw new Error(`There is no ${name}`);
      return each;
    };
    return { found, of };
  };
  return { policy, restrictions, read };
}

describe('the page of a service', () => {
  it('goes by the order of its own pipeline, and hides nothing that it leaves out', async () => {
    const { read } = await openService();
    const { found, of } = await read();
    expect(
      found.environments.map(({ environment }) => [
        environment.name,
        environment.after,
      ]),
    ).toEqual([
      ['staging', []],
      ['qa', ['staging']],
      ['prod', ['staging', 'qa']],
      ['dev', []],
    ]);
    expect(found.unassigned).toEqual([]);
    expect(found.pipelineProblems).toEqual(pipeline.problems);
    expect(of('staging').policy.automatic).toBe(true);
    expect(of('qa').policy).toEqual(defaultPolicy('qa'));
    expect(of('dev')).toMatchObject({
      targets: [{ id: targets[0].id }],
      promotions: [],
    });
    expect(of('prod')).toMatchObject({
      comparisons: [
        { from: 'staging', relation: 'behind', summary: '1 → 2' },
        { from: 'qa', relation: 'unknown' },
      ],
      promotions: [
        { from: 'staging', allowance: { allowed: true } },
        {
          from: 'qa',
          allowance: {
            allowed: false,
            why: 'Nothing is deployed in qa yet.',
          },
        },
      ],
    });
  });

  it('tells the promotion under way from those that wait, and what the lane makes of another', async () => {
    const waiting = (id: string, minute: number) =>
      activePromotion({
        id,
        to: 'staging',
        state: 'queued',
        createdAt: `2026-10-01T10:0${minute}:00.000Z`,
      });
    const { read } = await openService({
      active: [
        waiting('third', 3),
        activePromotion({ id: 'first', to: 'prod' }),
        waiting('second', 2),
      ],
    });
    const { of } = await read();
    expect(of('staging')).not.toHaveProperty('activePromotion');
    expect(of('staging').queuedPromotions.map(({ id }) => id)).toEqual([
      'second',
      'third',
    ]);
    expect(of('prod')).toMatchObject({
      activePromotion: { id: 'first' },
      queuedPromotions: [],
    });
    expect(of('prod').promotions[0].allowance).toEqual({
      allowed: false,
      why: 'A promotion to prod is under way, and no other is taken until it has ended.',
    });
  });

  it('shows what is forbidden here, and what a hotfix went past', async () => {
    const lack = {
      promotionId: 'h1',
      environment: 'prod',
      version: '1.0.1',
      reason: 'Leak',
    };
    const { restrictions, read } = await openService({
      hotfixes: {
        lacks: async ({ environments: asked }) =>
          new Map(
            asked
              .filter(each =>
                each.targets.some(({ id }) => id === targets[1].id),
              )
              .map(({ name }) => [name, [lack]]),
          ),
      },
    });
    const freeze = async (reason: string, scope: object) =>
      restrictions.create({
        restriction: { kind: 'freeze', scope, reason, createdBy: 'fairlead' },
        at: new Date(),
      });
    await freeze('all', {});
    await freeze('shop in prod', {
      system: 'system:default/shop',
      environment: 'prod',
    });
    await freeze('another system', { system: 'system:default/else' });
    const { id } = await freeze('lifted', { entityRef: orders });
    const lift = { id, by: 'fairlead', reason: 'Over', at: new Date() };
    await restrictions.lift(lift);

    const { of } = await read();
    const reasons = (name: string) =>
      of(name)
        .restrictions.map(({ reason }) => reason)
        .sort();
    expect(reasons('staging')).toEqual(['all']);
    expect(reasons('prod')).toEqual(['all', 'shop in prod']);
    expect(of('staging').lacks).toEqual([lack]);
    expect(of('prod').lacks).toEqual([]);
  });

  it('says for each environment what one may do, and asks once', async () => {
    const { policy, read } = await openService();
    policy.deny({ permission: 'gitops.veto', entityRef: `${orders} prod` });
    policy.deny({
      permission: 'gitops.promotion.create',
      entityRef: `${orders} prod`,
    });
    const { of } = await read();
    const allowed = { allowed: true };
    const refused = (permission: string) => ({
      allowed: false,
      why: `You lack the permission ${permission} on this service in prod.`,
    });
    const everything = {
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
      rollout: {
        promote: allowed,
        'promote-full': allowed,
        pause: allowed,
        resume: allowed,
        abort: allowed,
        retry: allowed,
        restart: allowed,
      },
    };
    expect(of('staging').allowances).toEqual(everything);
    expect(of('prod').allowances).toEqual({
      ...everything,
      promote: refused('gitops.promotion.create'),
      veto: refused('gitops.veto'),
    });
    expect(of('prod').promotions[0].allowance).toEqual(
      refused('gitops.promotion.create'),
    );
    // Whether one may read it, and everything else.
    expect(policy.service.authorize).toHaveBeenCalledTimes(2);
  });
});

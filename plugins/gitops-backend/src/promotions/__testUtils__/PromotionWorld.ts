import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import {
  PermissionsService,
  resolvePackagePath,
} from '@backstage/backend-plugin-api';
import { ConflictError } from '@backstage/errors';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import {
  defaultPolicy,
  Environment,
  EnvironmentPolicy,
  GateStatus,
  Pipeline,
} from '@fairlead/backstage-plugin-gitops-common';
import { FakeForge } from '@fairlead/backstage-plugin-gitops-node/testUtils';
import { Knex } from 'knex';
import { ApprovalsStore } from '../../approvals/ApprovalsStore';
import { Authorizer } from '../../authorize';
import { RestrictionsStore } from '../../restrictions/RestrictionsStore';
import { PromotionLeases } from '../../store/PromotionLeases';
import { PromotionsStore } from '../../store/PromotionsStore';
import { PromotionQuery } from '../PromotionQuery';
import { PromotionReconciler } from '../PromotionReconciler';
import { PromotionService } from '../PromotionService';
import { PlanRebaser } from '../plan/rebase/PlanRebaser';
import { HoldKeeper } from '../requests/HoldKeeper';
import { PromotionDrafts } from '../requests/PromotionDrafts';
import { PromotionSurroundings } from '../Surroundings';
import { TrackedPromotion } from '../TrackedPromotion';
import { ScriptedTargets } from './ScriptedTargets';
import { TagPlanner } from './tagPlanner';
import { timing } from './timing';

export const repoUrl = 'https://github.com/acme/gitops';
export const entityRef = 'component:default/orders';
export const image = 'ghcr.io/acme/orders';
export const stagingFile = 'apps/orders/overlays/staging/kustomization.yaml';

export const environments: Environment[] = [
  { name: 'dev', title: 'Development', tier: 'development', after: [] },
  { name: 'staging', title: 'Staging', tier: 'staging', after: ['dev'] },
  { name: 'prod', title: 'Production', tier: 'production', after: ['staging'] },
];

export function kustomization(tag: string): string {
  return `images:\n  - name: ${image}\n    newTag: "${tag}" # by hand\n`;
}

/** A forge, an engine that a test moves, a database and a clock; and the promotions of one service on top of them. */
export class PromotionWorld {
  readonly forge = new FakeForge();
  readonly targets = new ScriptedTargets();
  readonly changes: TrackedPromotion[] = [];
  /** What all gates answer; a test moves it. */
  gates: GateStatus[] = [];
  /** The rules of staging; a test moves them. */
  policy: EnvironmentPolicy = {
    ...defaultPolicy('staging'),
    // A world with two promotions at once is told apart by the tests that need it.
    lane: 'supersede',
  };
  readonly credentials = mockCredentials.user('user:default/alice');
  readonly staging: string;
  #now = Date.parse('2026-11-24T09:00:00.000Z');

  static async create(knex: Knex): Promise<PromotionWorld> {
    await knex.migrate.latest({
      directory: resolvePackagePath(
        '@fairlead/backstage-plugin-gitops-backend',
        'migrations',
      ),
    });
    return new PromotionWorld(knex);
  }

  private constructor(readonly knex: Knex) {
    const repository = this.forge.createRepository({
      repoUrl,
      files: {
        'apps/orders/overlays/dev/kustomization.yaml': kustomization('1.5.0'),
        [stagingFile]: kustomization('1.4.2'),
      },
    });
    this.targets.add({ name: 'orders-dev', environment: 'dev', tag: '1.5.0' });
    this.staging = this.targets.add({
      name: 'orders-staging',
      environment: 'staging',
      tag: '1.4.2',
    }).id;
    const head = repository.commitOf('main').sha;
    this.targets.update(this.staging, {
      revisions: { desired: [head], live: [head] },
    });
  }

  now = (): Date => new Date(this.#now);

  /** Lets time pass. */
  pass(ms: number): void {
    this.#now += ms;
  }

  private get forges() {
    return {
      forRepository: (url: string) =>
        url.startsWith(repoUrl) ? this.forge : undefined,
      normalize: (url: string) => url.replace(/\.git$/, ''),
    };
  }

  /**
   * One replica of the backend. `boundary` is called before and after each thing it does outside of itself; once it
   * throws, the replica is as good as dead if it throws from then on.
   */
  replica(
    options: {
      boundary?: (step: string) => void;
      permissions?: PermissionsService;
    } = {},
  ) {
    const { boundary = () => {}, permissions = mockServices.permissions() } =
      options;
    const { knex } = this;
    const forge = guarded(this.forge, boundary);
    const forges = { ...this.forges, forRepository: () => forge };
    const store = guarded(PromotionsStore.create({ knex }), boundary);
    const logger = mockServices.logger.mock();
    const onChange = async ({ after }: { after: TrackedPromotion }) => {
      this.changes.push(after);
    };
    const auth = mockServices.auth();
    const approvals = ApprovalsStore.create({ knex });
    const pipelines = this.#pipelines;
    const services = {
      targetsOf: async () => ({
        entityRef,
        targets: await this.targets.all(),
        problems: [],
        annotated: true,
      }),
    };
    const gates = { statuses: async () => this.gates };
    const surroundings = PromotionSurroundings.create({
      auth,
      pipelines,
      services,
      targets: this.targets,
    });
    const planner = new TagPlanner(forge, repoUrl);
    const reconciler = PromotionReconciler.create({
      store,
      leases: guarded(PromotionLeases.create({ knex }), boundary),
      targets: this.targets,
      forges,
      gates,
      rebaser: PlanRebaser.create({ forges }),
      surroundings,
      timing,
      logger,
      branchPrefix: 'fairlead',
      labels: ['promotion'],
      appBaseUrl: 'https://portal.acme.test',
      now: this.now,
      onChange,
    });
    const authorizer = Authorizer.create({ permissions });
    const catalog = catalogServiceMock({
      entities: [
        { apiVersion: 'v1', kind: 'Component', metadata: { name: 'orders' } },
      ],
    });
    const query = PromotionQuery.create({
      approvals,
      auth,
      authorizer,
      catalog,
      environments,
      store,
      surroundings,
    });
    const drafts = PromotionDrafts.create({
      environments,
      gates,
      planner,
      now: this.now,
    });
    const service = PromotionService.create({
      approvals,
      authorizer,
      drafts,
      environments,
      holds: HoldKeeper.create({
        restrictions: RestrictionsStore.create({ knex }),
        now: this.now,
      }),
      pipelines,
      query,
      reconciler,
      services,
      store,
      userInfo: mockServices.userInfo(),
      onChange,
      now: this.now,
    });
    return { store, reconciler, service, query, logger };
  }

  readonly #pipeline = async (): Promise<Pipeline> => ({
    entityRef,
    environments: environments.map(({ name, after }) => ({ name, after })),
    policies: [this.policy],
    promoted: { chart: true, targetRevision: true, paths: [], directories: [] },
    problems: [],
  });

  readonly #pipelines = {
    of: this.#pipeline,
    ofMany: async () => new Map([[entityRef, await this.#pipeline()]]),
    fresh: this.#pipeline,
  };

  /** What promotions are started on, beside what tests bring themselves. */
  rooms() {
    const { knex } = this;
    const auth = mockServices.auth();
    return {
      approvals: ApprovalsStore.create({ knex }),
      auth,
      authorizer: Authorizer.create({
        permissions: mockServices.permissions(),
      }),
      availability: {
        isAvailable: async () => ({ available: true, message: '' }),
      },
      catalog: catalogServiceMock({
        entities: [
          { apiVersion: 'v1', kind: 'Component', metadata: { name: 'orders' } },
        ],
      }),
      directory: { all: async () => ({ services: [], targets: [] }) },
      environments,
      gates: { statuses: async () => this.gates },
      goals: {
        of: async () => {
          throw new ConflictError('There is nothing to go back to');
        },
      },
      knex,
      pipelines: this.#pipelines,
      restrictions: RestrictionsStore.create({ knex }),
      targets: this.targets,
      userInfo: mockServices.userInfo(),
    };
  }

  /** The engine syncs a target to the head of the branch, and runs what is written there. */
  sync(part: Parameters<ScriptedTargets['update']>[1] = {}): void {
    const head = this.repository.commitOf('main');
    const [, tag] =
      /newTag: "(.*)"/.exec(head.files.get(stagingFile) ?? '') ?? [];
    const at = this.now().toISOString();
    this.targets.update(this.staging, {
      revisions: { desired: [head.sha], live: [head.sha] },
      version: { images: [{ name: image, tag }] },
      sync: { status: 'Synced' },
      health: { status: 'Healthy' },
      operation: { phase: 'Succeeded', startedAt: at, finishedAt: at },
      ...part,
    });
  }

  /** Somebody writes to the branch that is deployed from. */
  commit(files: Record<string, string>): void {
    this.repository.commit({
      parents: [this.repository.commitOf('main').sha],
      files: new Map(Object.entries(files)),
      message: 'By hand',
      branch: 'main',
    });
  }

  get repository() {
    return this.forge.repository(repoUrl);
  }
}

function guarded<T extends object>(
  object: T,
  boundary: (step: string) => void,
): T {
  return new Proxy(object, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key);
      if (typeof value !== 'function') return value;
      return async (...args: unknown[]) => {
        boundary(`before ${String(key)}`);
        const result: unknown = await value.apply(target, args);
        boundary(`after ${String(key)}`);
        return result;
      };
    },
  });
}

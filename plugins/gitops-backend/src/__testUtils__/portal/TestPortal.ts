import {
  BackendFeature,
  createServiceFactory,
  ServiceFactory,
} from '@backstage/backend-plugin-api';
import { schedulerServiceFactory } from '@backstage/backend-defaults/scheduler';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
  TestBackend,
} from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import { signalsServiceRef } from '@backstage/plugin-signals-node';
import { JsonObject } from '@backstage/types';
import {
  Deployment,
  GitopsClient,
  GitopsFetch,
  GitopsSignal,
  gitopsSignalSchema,
  Promotion,
  PromotionDetail,
  PromotionState,
  ServiceDeployments,
} from '@fairlead/backstage-plugin-gitops-common';
import gitopsModuleArgocd from '@fairlead/backstage-plugin-gitops-backend-module-argocd';
import { Knex } from 'knex';
import supertest from 'supertest';
import { waitFor } from '../../clusters/__testUtils__/waitFor';
import { gitopsPlugin } from '../../plugin';
import { decidedBy, membersOf, TestPermissions } from './decidedBy';
import { testCatalog } from './TestCatalog';
import { TestPolicy } from './TestPolicy';
import { TestWorld, tokens } from './TestWorld';

export { refusalOf } from './refusalOf';

/** A portal that is not what others are. */
export interface TestPortalOptions {
  entities?: Entity[];
  /** Added to the section `gitops` of the config. */
  gitops?: JsonObject;
  /** Who is in which groups, where `permissions` does not say so. */
  groups?: TestPermissions['groups'];
  /** SQLite in memory when left out. */
  knex?: Knex;
  /** Decides for real, instead of `TestPortal.policy`. */
  permissions?: TestPermissions;
  /** Other modules, and services used in place of the backend's own. */
  features?: BackendFeature[];
  /** What the clusters let the portal do; it may write when left out. */
  role?: 'reader' | 'writer';
}

/** A backend with the gitops plugin and its Argo CD module, and those who use it. */
export class TestPortal {
  /** One that reads a world in which the test plays the controllers. */
  static async start(
    world: TestWorld,
    options: TestPortalOptions = {},
  ): Promise<TestPortal> {
    return TestPortal.startWith(configOf(world, options), options);
  }

  /** One with a config of its own. */
  static async startWith(
    config: JsonObject,
    options: Omit<TestPortalOptions, 'gitops' | 'role'> = {},
  ): Promise<TestPortal> {
    const { entities = [] } = options;
    const portal = new TestPortal();
    portal.#backend = await startTestBackend({
      features: [
        gitopsPlugin,
        gitopsModuleArgocd,
        schedulerServiceFactory,
        testCatalog({ entities, policy: portal.policy }).factory,
        mockServices.rootConfig.factory({ data: config }),
        ...(options.knex
          ? [mockServices.database.factory({ knex: options.knex })]
          : []),
        ...(options.permissions
          ? decidedBy(options.permissions)
          : [portal.policy.service.factory, membersOf(options.groups ?? {})]),
        ...portal.#services(),
        ...(options.features ?? []),
      ],
    });
    return portal;
  }

  readonly policy = new TestPolicy();
  readonly events = mockServices.events();
  /** What open pages were told. */
  readonly signals: GitopsSignal[] = [];
  /** Outcomes of audited writes that somebody asked for: `promotion-create succeeded`. */
  readonly audited: string[] = [];
  /** Steps that promotions have taken, by the audit events of them. */
  readonly steps: Array<{ promotionId: string; step: string }> = [];
  /** HTTP status of each answer. */
  readonly statuses: number[] = [];
  /** Ada, who uses the portal. */
  readonly ada = this.as('user:default/ada');
  #backend: TestBackend | undefined;

  private constructor() {}

  /** The API for somebody, through the client that pages use. */
  as(user: string): GitopsClient {
    const fetch: GitopsFetch = async (path, init = {}) => {
      if (!this.#backend) throw new Error('The portal is not up');
      const api = supertest(this.#backend.server);
      const url = `/api/gitops${path}`;
      const request = init.method === 'POST' ? api.post(url) : api.get(url);
      const answer = await request
        .set(init.headers ?? {})
        .set('authorization', mockCredentials.user.header(user))
        .send(init.body);
      this.statuses.push(answer.status);
      if (answer.status === 500) throw new Error(answer.text);
      return new Response(answer.text, {
        status: answer.status,
        headers: { 'content-type': answer.headers['content-type'] },
      });
    };
    return new GitopsClient({ fetch });
  }

  /** Resolves when the page of a service is as it should be. */
  async service(
    name: string,
    test: (service: ServiceDeployments) => boolean = hasTargets,
  ): Promise<ServiceDeployments> {
    return waitFor(async () => {
      const found = await this.ada.getService(`component:default/${name}`);
      return test(found) && found;
    });
  }

  /** Resolves when a version is proven in an environment, by the log of deployments. */
  async verified(options: {
    service: string;
    environment: string;
    version: string;
  }): Promise<Deployment> {
    const { service, environment, version } = options;
    return waitFor(async () => {
      const { deployments } = await this.ada.listDeployments({
        entityRef: `component:default/${service}`,
        environment,
      });
      return deployments.find(
        each =>
          each.verifiedAt !== undefined &&
          each.version.images.some(({ tag }) => tag === version),
      );
    });
  }

  /** Resolves when a promotion is in a state. */
  async promotion(
    { id }: Pick<Promotion, 'id'>,
    state: PromotionState,
  ): Promise<PromotionDetail> {
    let seen = '';
    try {
      return await waitFor(async () => {
        const detail = await this.ada.getPromotion(id);
        const { promotion } = detail;
        seen = `${promotion.state}: ${promotion.message}`;
        return promotion.state === state && detail;
      });
    } catch (error) {
      throw new Error(`The promotion is not ${state}, but ${seen}`, {
        cause: error,
      });
    }
  }

  async stop(): Promise<void> {
    await this.#backend?.stop();
  }

  #services(): ServiceFactory[] {
    const { audited, events, signals, steps } = this;
    return [
      createServiceFactory({
        service: eventsServiceRef,
        deps: {},
        factory: () => events,
      }),
      createServiceFactory({
        service: signalsServiceRef,
        deps: {},
        factory: () => ({
          publish: async ({ message }) => {
            signals.push(gitopsSignalSchema.parse(message));
          },
        }),
      }),
      mockServices.auditor.mock({
        createEvent: async ({ eventId, meta = {} }) => ({
          success: async () => {
            if (eventId === 'promotion-step') {
              const { promotionId, step } = meta;
              steps.push({ promotionId: `${promotionId}`, step: `${step}` });
            } else {
              audited.push(`${eventId} succeeded`);
            }
          },
          fail: async () => {
            audited.push(`${eventId} failed`);
          },
        }),
      }).factory,
    ];
  }
}

function hasTargets({ environments, unassigned }: ServiceDeployments): boolean {
  return (
    unassigned.length > 0 || environments.some(each => each.targets.length > 0)
  );
}

function configOf(world: TestWorld, options: TestPortalOptions): JsonObject {
  const token = options.role === 'reader' ? tokens.reader : tokens.writer;
  const { nonprod, prod } = world.clusters;
  const clusters = [nonprod, prod].map(({ name, url, caData }) => ({
    ...{ name, url, caData, token },
  }));
  const { promotions, ...gitops } = options.gitops ?? {};
  return {
    app: { baseUrl: 'https://portal.example.com' },
    backend: {
      database: { client: 'better-sqlite3', connection: ':memory:' },
    },
    integrations: {
      github: [
        {
          host: new URL(world.forge.url).host,
          apiBaseUrl: `${world.forge.url}/api/v3`,
          token: tokens.forge,
        },
      ],
    },
    gitops: {
      clusters,
      forges: { limits: 'none' },
      ...gitops,
      promotions: {
        // What runs is only verified after a while, which most tests are not about.
        policy: { gates: { verified: false } },
        ...(typeof promotions === 'object' && promotions),
      },
    },
    ...(options.permissions && { permission: { enabled: true } }),
  };
}

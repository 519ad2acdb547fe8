import {
  coreServices,
  createBackendPlugin,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
  TestBackend,
} from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { signalsServiceRef } from '@backstage/plugin-signals-node';
import {
  GitopsClient,
  GitopsFetch,
  GitopsSignal,
  gitopsSignalSchema,
} from '@fairlead/backstage-plugin-gitops-common';
import express from 'express';
import supertest from 'supertest';
import {
  decidedBy,
  TestPermissions,
} from '../../__testUtils__/portal/decidedBy';
import { testCatalog } from '../../__testUtils__/portal/TestCatalog';
import { TestPolicy } from '../../__testUtils__/portal/TestPolicy';
import { Authorizer } from '../../authorize';
import { readEnvironments } from '../../config/environments';
import { createRestrictionRoutes } from '../../http/restrictionRoutes';
import { laneResources } from '../../laneResources';
import { ServiceDirectory } from '../../services/ServiceDirectory';
import { openDatabase } from '../../store/openDatabase';
import { publishRestrictionSignals } from '../publishRestrictionSignals';
import { RestrictionService } from '../RestrictionService';
import { RestrictionsStore } from '../RestrictionsStore';

const restrictionsPlugin = createBackendPlugin({
  pluginId: 'gitops',
  register(env) {
    env.registerInit({
      deps: {
        auditor: coreServices.auditor,
        auth: coreServices.auth,
        catalog: catalogServiceRef,
        config: coreServices.rootConfig,
        database: coreServices.database,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        logger: coreServices.logger,
        permissions: coreServices.permissions,
        permissionsRegistry: coreServices.permissionsRegistry,
        signals: signalsServiceRef,
      },
      async init(deps) {
        const { environments } = readEnvironments(deps.config);
        deps.permissionsRegistry.addResourceType(
          laneResources({ ...deps, environments }),
        );
        const store = RestrictionsStore.create({
          knex: await openDatabase(deps.database),
        });
        publishRestrictionSignals({ ...deps, restrictions: store });
        deps.httpRouter.use(express.json());
        deps.httpRouter.use(
          createRestrictionRoutes({
            ...deps,
            restrictions: RestrictionService.create({
              ...deps,
              authorizer: Authorizer.create(deps),
              directory: ServiceDirectory.create({
                ...deps,
                clusters: [],
                targets: {
                  all: async () => [],
                  find: async () => [],
                  problems: async () => [],
                  onChange: () => () => {},
                },
              }),
              environments,
              store,
            }),
          }),
        );
      },
    });
  },
});

/** A backend with nothing but restrictions, and a policy that decides for real. */
export class RestrictionPortal {
  static async start(options: {
    entities: Entity[];
    permissions: TestPermissions;
  }): Promise<RestrictionPortal> {
    const portal = new RestrictionPortal();
    const { catalogPolicy: policy, signals, audited } = portal;
    portal.#backend = await startTestBackend({
      features: [
        restrictionsPlugin,
        ...decidedBy(options.permissions),
        testCatalog({ entities: options.entities, policy }).factory,
        mockServices.rootConfig.factory({
          data: {
            permission: { enabled: true },
            backend: {
              database: { client: 'better-sqlite3', connection: ':memory:' },
            },
          },
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
          createEvent: async ({ eventId }) => ({
            success: async () => void audited.push(`${eventId} succeeded`),
            fail: async () => void audited.push(`${eventId} failed`),
          }),
        }).factory,
      ],
    });
    return portal;
  }

  /** Hides entities from users. */
  readonly catalogPolicy = new TestPolicy();
  readonly signals: GitopsSignal[] = [];
  readonly audited: string[] = [];
  #backend: TestBackend | undefined;

  private constructor() {}

  as(user: string): GitopsClient {
    const fetch: GitopsFetch = async (path, init = {}) => {
      if (!this.#backend) throw new Error('The portal is not up');
      const api = supertest(this.#backend.server);
      const url = `/api/gitops${path}`;
      const answer = await (
        init.method === 'POST' ? api.post(url) : api.get(url)
      )
        .set(init.headers ?? {})
        .set('authorization', mockCredentials.user.header(user))
        .send(init.body);
      return new Response(answer.text, {
        status: answer.status,
        headers: { 'content-type': answer.headers['content-type'] },
      });
    };
    return new GitopsClient({ fetch });
  }

  async stop(): Promise<void> {
    await this.#backend?.stop();
  }
}

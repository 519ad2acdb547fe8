import {
  AuditorService,
  AuthService,
  DatabaseService,
  HttpAuthService,
  LoggerService,
  PermissionsService,
  RootConfigService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { EventsService } from '@backstage/plugin-events-node';
import { SignalsService } from '@backstage/plugin-signals-node';
import { GitOpsEngine } from '@fairlead/backstage-plugin-gitops-node';
import express, { Router } from 'express';
import { Authorizer } from './authorize';
import { ChangeService } from './changes/ChangeService';
import { startReading } from './clusters/startReading';
import { CachedCommits } from './commits/CachedCommits';
import { readGitopsConfig } from './config';
import { GitForges } from './forges/GitForges';
import { createChangeRoutes } from './http/changeRoutes';
import { createCommitRoutes } from './http/commitRoutes';
import { createPromotionRoutes } from './http/promotionRoutes';
import { createServiceRoutes } from './http/serviceRoutes';
import { createTargetRoutes } from './http/targetRoutes';
import { CatalogVersionCommits } from './promotions/CatalogVersionCommits';
import { GitPromotionPlanner } from './promotions/plan/GitPromotionPlanner';
import { promotionSettings } from './promotions/promotionSettings';
import { startPromotions } from './promotions/startPromotions';
import { FleetQuery } from './services/FleetQuery';
import { ReadableCommits } from './services/ReadableCommits';
import { ServiceDirectory } from './services/ServiceDirectory';
import { ServiceQuery } from './services/ServiceQuery';
import { ServiceTargetsQuery } from './services/ServiceTargetsQuery';
import { TargetActions } from './services/TargetActions';
import { CommitsStore } from './store/CommitsStore';
import { openDatabase } from './store/openDatabase';

/** The backend's services, and the engines that modules added. */
export interface StartGitopsOptions {
  auditor: AuditorService;
  auth: AuthService;
  catalog: CatalogService;
  config: RootConfigService;
  database: DatabaseService;
  engines: readonly GitOpsEngine[];
  events: EventsService;
  httpAuth: HttpAuthService;
  logger: LoggerService;
  permissions: PermissionsService;
  scheduler: SchedulerService;
  signals: SignalsService;
}

/** Reads the clusters, takes up the promotions that are under way, and answers requests. */
export async function startGitops(
  options: StartGitopsOptions,
): Promise<{ router: Router; stop(): Promise<void> }> {
  const { auditor, auth, catalog, engines, httpAuth, logger } = options;
  const config = readGitopsConfig(options.config);
  for (const note of config.notes) logger.warn(note);
  const { environments } = config;
  const clusters = config.clusters.map(({ name }) => name);

  const knex = await openDatabase(options.database);
  const forges = GitForges.fromConfig(options);
  const authorizer = Authorizer.create(options);
  const reading = await startReading({ ...options, config, knex });
  const { targets, objects } = reading;
  const directory = ServiceDirectory.create({
    auth,
    catalog,
    clusters,
    targets,
  });
  const serviceTargets = ServiceTargetsQuery.create({
    authorizer,
    catalog,
    clusters,
    targets,
  });
  const base = { authorizer, directory, environments, forges, targets };

  const promotions = await startPromotions({
    ...options,
    ...base,
    appBaseUrl: options.config.getString('app.baseUrl'),
    knex,
    planner: GitPromotionPlanner.create({ forges, logger, targets }),
    services: serviceTargets,
    settings: promotionSettings(config.promotions),
    versionCommits: CatalogVersionCommits.create({ auth, catalog, forges }),
  });
  const services = ServiceQuery.create({
    ...base,
    promotions: promotions.active,
    serviceTargets,
  });
  const commits = ReadableCommits.create({
    ...base,
    commits: CachedCommits.create({
      forges,
      logger,
      store: CommitsStore.create({ knex }),
    }),
  });

  const router = Router();
  router.use(express.json({ limit: '10mb' }));
  router.use(
    createServiceRoutes({
      httpAuth,
      services,
      fleet: FleetQuery.create({ ...base, promotions: promotions.active }),
    }),
    createTargetRoutes({
      auditor,
      httpAuth,
      targetActions: TargetActions.create({ ...base, engines, objects }),
    }),
    createPromotionRoutes({ auditor, httpAuth, ...promotions }),
    createChangeRoutes({
      ...options,
      changes: ChangeService.create({ forges }),
    }),
    createCommitRoutes({ httpAuth, commits }),
  );
  return {
    router,
    async stop() {
      await Promise.all([promotions.stop(), reading.stop()]);
    },
  };
}

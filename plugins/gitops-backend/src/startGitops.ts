import {
  AuditorService,
  AuthService,
  DatabaseService,
  HttpAuthService,
  LoggerService,
  PermissionsService,
  RootConfigService,
  SchedulerService,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { EventsService } from '@backstage/plugin-events-node';
import { NotificationService } from '@backstage/plugin-notifications-node';
import { SignalsService } from '@backstage/plugin-signals-node';
import {
  Gate,
  GitOpsEngine,
  PromotionPipeline,
  RolloutController,
} from '@fairlead/backstage-plugin-gitops-node';
import { Router } from 'express';
import { Authorizer } from './authorize';
import { ChangeService } from './changes/ChangeService';
import { startReading } from './clusters/startReading';
import { CachedCommits } from './commits/CachedCommits';
import { readGitopsConfig } from './config';
import { startDrift } from './drift/startDrift';
import { startFindings } from './findings/startFindings';
import { GitForges } from './forges/GitForges';
import { createGitopsRoutes } from './http/gitopsRoutes';
import { startPipelines } from './pipelines/startPipelines';
import { OpeningAsUser } from './promotions/openAs/OpeningAsUser';
import { StoredHotfixLacks } from './promotions/StoredHotfixLacks';
import { startDelivery } from './startDelivery';
import { publishRestrictionSignals } from './restrictions/publishRestrictionSignals';
import { RestrictionService } from './restrictions/RestrictionService';
import { RestrictionsStore } from './restrictions/RestrictionsStore';
import { FleetQuery } from './services/FleetQuery';
import { ReadableCommits } from './services/ReadableCommits';
import { RolloutActions } from './services/RolloutActions';
import { ServiceDirectory } from './services/ServiceDirectory';
import { ServiceQuery } from './services/ServiceQuery';
import { ServiceTargetsQuery } from './services/ServiceTargetsQuery';
import { TargetAccess } from './services/TargetAccess';
import { TargetActions } from './services/TargetActions';
import { TargetResources } from './services/TargetResources';
import { CommitsStore } from './store/CommitsStore';
import { StageActions } from './stages/StageActions';
import { openDatabase } from './store/openDatabase';

/** The backend's services, and what modules added. */
export interface StartGitopsOptions {
  auditor: AuditorService;
  auth: AuthService;
  catalog: CatalogService;
  config: RootConfigService;
  controllers: readonly RolloutController[];
  database: DatabaseService;
  engines: readonly GitOpsEngine[];
  events: EventsService;
  gates: readonly Gate[];
  httpAuth: HttpAuthService;
  logger: LoggerService;
  notifications: NotificationService;
  permissions: PermissionsService;
  scheduler: SchedulerService;
  signals: SignalsService;
  /** Other promotion systems. */
  systems: readonly PromotionPipeline[];
  userInfo: UserInfoService;
}

/** Reads the clusters, takes up the promotions that are under way, and answers requests. */
export async function startGitops(
  options: StartGitopsOptions,
): Promise<{ router: Router; stop(): Promise<void> }> {
  const { logger } = options;
  const config = readGitopsConfig(options.config);
  for (const note of config.notes) logger.warn(note);
  const { environments } = config;
  const clusters = config.clusters.map(({ name }) => name);

  const knex = await openDatabase(options.database);
  const forges = GitForges.fromConfig({
    ...options,
    budget: config.forges.budget,
  });
  const authorizer = Authorizer.create(options);
  const reading = await startReading({ ...options, config, knex });
  const { targets, objects, stages } = reading;
  const reads = { ...options, clusters, targets };
  const directory = ServiceDirectory.create(reads);
  const serviceTargets = ServiceTargetsQuery.create({ ...reads, authorizer });
  const restrictions = RestrictionsStore.create({ knex });
  const unsubscribe = publishRestrictionSignals({ ...options, restrictions });
  const resources = startFindings({
    ...options,
    config,
    knex,
    objects,
    targets,
  });
  const { findings } = resources;
  const base = {
    ...options,
    authorizer,
    config,
    directory,
    environments,
    findings,
    forges,
    knex,
    objects,
    restrictions,
    serviceTargets,
    stages,
    targets,
  };
  const { pipelines, stop: stopPipelines } = await startPipelines(base);
  const delivery = await startDelivery({
    ...base,
    appBaseUrl: options.config.getString('app.baseUrl'),
    ...(config.promotions.openAs === 'user' && {
      openingAsUser: OpeningAsUser.create({ ...options, forges }),
    }),
    pipelines,
  });
  const { deployments, promotions } = delivery;
  const commits = CachedCommits.create({
    ...base,
    store: CommitsStore.create({ knex }),
  });

  const access = TargetAccess.create(base);
  const { drift, stop: stopDrift } = startDrift({ ...base, access });
  const router = createGitopsRoutes({
    ...base,
    changes: { ...options, changes: ChangeService.create({ forges }) },
    commits: ReadableCommits.create({ ...base, commits }),
    deployments,
    drift,
    fleet: FleetQuery.create({
      ...base,
      pipelines,
      promotions: promotions.store,
    }),
    pipelines,
    promotions,
    restrictions: RestrictionService.create({ ...base, store: restrictions }),
    services: ServiceQuery.create({
      ...base,
      hotfixes: StoredHotfixLacks.create({
        log: deployments,
        store: promotions.store,
      }),
      pipelines,
      promotions: promotions.active,
    }),
    rolloutActions: RolloutActions.create({ ...base, access }),
    stageActions: StageActions.create({ ...base, services: serviceTargets }),
    targetActions: TargetActions.create({ ...base, access }),
    targetResources: TargetResources.create({ ...base, ...resources, access }),
  });
  return {
    router,
    async stop() {
      unsubscribe();
      await delivery.stop();
      await Promise.all([resources.stop(), stopDrift()]);
      await Promise.all([stopPipelines(), reading.stop()]);
    },
  };
}

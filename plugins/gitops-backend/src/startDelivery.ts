import { AuditorService, UserInfoService } from '@backstage/backend-plugin-api';
import { NotificationService } from '@backstage/plugin-notifications-node';
import {
  Gate,
  PromotionPipeline,
} from '@fairlead/backstage-plugin-gitops-node';
import { ApprovalsStore } from './approvals/ApprovalsStore';
import { GitopsConfig } from './config';
import { DeploymentLog } from './deployments/DeploymentLog';
import { availability } from './deployments/availability';
import { LoggedRollbackGoals } from './promotions/rollbacks/LoggedRollbackGoals';
import { startDeployments } from './deployments/startDeployments';
import { builtInGates } from './gates/builtInGates';
import { KubernetesJobReader } from './gates/checks/KubernetesJobReader';
import { DeploymentsAvailability } from './gates/DeploymentsAvailability';
import { RegisteredGates } from './gates/RegisteredGates';
import { auditSteps } from './promotions/auditSteps';
import { CatalogVersionCommits } from './promotions/CatalogVersionCommits';
import { CatalogIdentities } from './promotions/identity/CatalogIdentities';
import { PromotionNotifier } from './promotions/notify/PromotionNotifier';
import { GitPromotionPlanner } from './promotions/plan/GitPromotionPlanner';
import { promotionSettings } from './promotions/promotionSettings';
import {
  Promotions,
  startPromotions,
  StartPromotionsOptions,
} from './promotions/startPromotions';
import { RestrictionsStore } from './restrictions/RestrictionsStore';
import { KeptOffStages } from './stages/KeptOffStages';
import { Stages } from './stages/Stages';
import { ServiceTargetsQuery } from './services/ServiceTargetsQuery';
import { ClusterObjects } from './services/TargetActions';
import { PromotionsStore } from './store/PromotionsStore';

/** What deployments, gates and promotions are built on. */
export interface StartDeliveryOptions extends Pick<
  StartPromotionsOptions,
  | 'appBaseUrl'
  | 'auth'
  | 'authorizer'
  | 'catalog'
  | 'directory'
  | 'environments'
  | 'events'
  | 'forges'
  | 'knex'
  | 'logger'
  | 'openingAsUser'
  | 'pipelines'
  | 'restrictions'
  | 'scheduler'
  | 'signals'
  | 'targets'
> {
  auditor: AuditorService;
  config: GitopsConfig;
  gates: readonly Gate[];
  notifications: NotificationService;
  objects: ClusterObjects;
  restrictions: RestrictionsStore;
  serviceTargets: ServiceTargetsQuery;
  stages: Stages;
  systems: readonly PromotionPipeline[];
  userInfo: UserInfoService;
}

/** Writes down what becomes live, and brings versions on: the log of deployments, the gates and the promotions. */
export async function startDelivery(options: StartDeliveryOptions): Promise<{
  deployments: DeploymentLog;
  promotions: Promotions;
  stop(): Promise<void>;
}> {
  const { config, directory, forges, knex, objects, pipelines, restrictions } =
    options;
  const store = PromotionsStore.create({ knex });
  const news = { of: (_entityRef: string) => {} };
  const { log, stop: stopDeployments } = await startDeployments({
    ...options,
    services: directory,
    settleMs: config.promotions.settleTimeMs,
    async isBeingPromoted({ entityRef, environment }) {
      const active = await store.activeInLane({ entityRef, to: environment });
      return active?.pullRequest?.mergeSha !== undefined;
    },
    onNews: ({ entityRef }) => news.of(entityRef),
  });
  const approvals = ApprovalsStore.create({ knex });
  const gates = RegisteredGates.create({
    ...options,
    approvals,
    gates: [
      ...builtInGates({
        ...options,
        approvals,
        availability: DeploymentsAvailability.create({
          ...options,
          deployments: log,
          pipelineOf: entityRef => pipelines.of({ entityRef, targets: [] }),
        }),
        clusters: config.clusters.map(({ name, access }) => ({
          name,
          ...(access.type === 'url' && { url: access.url }),
        })),
        jobs: KubernetesJobReader.create({ objects }),
      }),
      ...options.gates,
    ],
  });
  const notifier = PromotionNotifier.create(options);
  const promotions = await startPromotions({
    ...options,
    approvals,
    availability: {
      isAvailable: async asked => {
        const { entityRef } = asked;
        const deployments = await log.list({ entityRef });
        return availability({ ...asked, deployments, now: new Date() });
      },
    },
    deployments: log,
    gates,
    goals: LoggedRollbackGoals.create({ ...options, log }),
    identities: CatalogIdentities.create(options),
    notify: async change => {
      await auditSteps(change, options);
      await notifier.notify(change);
    },
    planner: KeptOffStages.create({
      ...options,
      planner: GitPromotionPlanner.create({ ...options, forges }),
    }),
    services: options.serviceTargets,
    settings: promotionSettings(config.promotions),
    versionCommits: CatalogVersionCommits.create(options),
  });
  news.of = entityRef => promotions.wake({ entityRef });
  const unsubscribe = restrictions.onChange(({ scope }) =>
    promotions.wake(scope),
  );
  return {
    deployments: log,
    promotions,
    async stop() {
      unsubscribe();
      await promotions.stop();
      await Promise.all([stopDeployments(), notifier.idle()]);
    },
  };
}

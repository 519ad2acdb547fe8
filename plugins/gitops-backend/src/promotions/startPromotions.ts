import { LoggerService, SchedulerService } from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { EventsService } from '@backstage/plugin-events-node';
import { SignalsService } from '@backstage/plugin-signals-node';
import {
  Environment,
  GitopsSignal,
  gitopsSignalChannel,
} from '@fairlead/backstage-plugin-gitops-common';
import { Knex } from 'knex';
import { Authorizer } from '../authorize';
import { Forges } from '../forges/Forges';
import { ActivePromotions } from '../services/ServiceQuery';
import { ServiceTargetsQuery } from '../services/ServiceTargetsQuery';
import { PromotionLeases } from '../store/PromotionLeases';
import { PromotionsStore } from '../store/PromotionsStore';
import { TargetsReader } from '../targets/StoredTarget';
import { VersionCommits } from './actions/openPullRequest';
import { PromotionTiming } from './Observation';
import { PromotionPlanner } from './plan/PromotionPlanner';
import { PromotionQuery } from './PromotionQuery';
import { PromotionReconciler } from './PromotionReconciler';
import { PromotionService } from './PromotionService';
import { TrackedPromotion } from './TrackedPromotion';
import { watchForWakes } from './wakes/watchForWakes';

/** How promotions behave, from the portal's config. */
export interface PromotionSettings extends PromotionTiming {
  /** First part of the names of branches: `fairlead`. */
  branchPrefix: string;
  /** Labels of pull requests. */
  labels: string[];
}

/** What promotions are built on. */
export interface StartPromotionsOptions {
  appBaseUrl: string;
  authorizer: Authorizer;
  catalog: CatalogService;
  environments: readonly Environment[];
  events: EventsService;
  forges: Forges;
  knex: Knex;
  logger: LoggerService;
  planner: PromotionPlanner;
  scheduler: SchedulerService;
  services: Pick<ServiceTargetsQuery, 'targetsOf'>;
  settings: PromotionSettings;
  signals: SignalsService;
  targets: TargetsReader;
  versionCommits?: VersionCommits;
}

/** Promotions at work. */
export interface Promotions {
  service: PromotionService;
  query: PromotionQuery;
  active: ActivePromotions;
  /** Waits for what is under way. */
  stop(): Promise<void>;
}

/** Takes up the promotions that are under way, and follows new ones. */
export async function startPromotions(
  options: StartPromotionsOptions,
): Promise<Promotions> {
  const { knex, logger, settings, signals } = options;
  const store = PromotionsStore.create({ knex });
  const onChange = async ({ id, entityRef }: TrackedPromotion) => {
    const message: GitopsSignal = {
      type: 'promotion',
      promotionId: id,
      entityRef,
    };
    try {
      await signals.publish({
        channel: gitopsSignalChannel,
        recipients: { type: 'broadcast' },
        message,
      });
    } catch (error) {
      // Pages that miss it show it at their next look.
      logger.warn(`A signal was not sent: ${stringifyError(error)}`);
    }
  };
  const reconciler = PromotionReconciler.create({
    ...options,
    store,
    leases: PromotionLeases.create({ knex }),
    timing: settings,
    branchPrefix: settings.branchPrefix,
    labels: settings.labels,
    onChange,
  });
  const query = PromotionQuery.create({ ...options, store });
  const service = PromotionService.create({
    ...options,
    query,
    reconciler,
    store,
    onChange,
  });
  const unwatch = await watchForWakes({
    ...options,
    pollMs: settings.pollMs,
    reconciler,
    store,
  });
  reconciler.kick();
  return {
    service,
    query,
    active: query,
    async stop() {
      unwatch();
      await reconciler.stop();
    },
  };
}

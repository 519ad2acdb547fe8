import {
  AuthService,
  LoggerService,
  SchedulerService,
  UserInfoService,
} from '@backstage/backend-plugin-api';
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
import { Approvals } from '../approvals/Approvals';
import { Authorizer } from '../authorize';
import { DeploymentLog } from '../deployments/DeploymentLog';
import { Forges } from '../forges/Forges';
import { GateKeeper } from '../gates/GateKeeper';
import { Pipelines } from '../pipelines/Pipelines';
import { Restrictions } from '../restrictions/Restrictions';
import { ServiceDirectory } from '../services/ServiceDirectory';
import { ActivePromotions } from '../services/ServiceQuery';
import { ServiceTargetsQuery } from '../services/ServiceTargetsQuery';
import { PromotionLeases } from '../store/PromotionLeases';
import { PromotionsStore } from '../store/PromotionsStore';
import { TargetsReader } from '../targets/StoredTarget';
import {
  RequesterIdentities,
  VersionCommits,
} from './actions/pullRequestContent';
import {
  AutomaticPromotions,
  VersionAvailability,
} from './automatic/AutomaticPromotions';
import { watchForWork } from './automatic/watchForWork';
import { PromotionTiming } from './Observation';
import { OpeningAsUser } from './openAs/OpeningAsUser';
import { PromotionPlanner } from './plan/PromotionPlanner';
import { PlanRebaser } from './plan/rebase/PlanRebaser';
import { PromotionQuery } from './PromotionQuery';
import { PromotionListener } from './PromotionListener';
import { PromotionReconciler } from './PromotionReconciler';
import { PromotionService } from './PromotionService';
import { recordOutcome } from './recordOutcome';
import { HoldKeeper } from './requests/HoldKeeper';
import { PromotionDrafts } from './requests/PromotionDrafts';
import { AutomaticRollbacks } from './rollbacks/AutomaticRollbacks';
import { RollbackGoals } from './rollbacks/RollbackGoals';
import { RollbackService } from './rollbacks/RollbackService';
import { PromotionSurroundings } from './Surroundings';
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
  approvals: Approvals;
  auth: AuthService;
  authorizer: Authorizer;
  availability: VersionAvailability;
  catalog: CatalogService;
  deployments: DeploymentLog;
  directory: Pick<ServiceDirectory, 'all'>;
  environments: readonly Environment[];
  events: EventsService;
  forges: Forges;
  gates: GateKeeper;
  goals: RollbackGoals;
  identities?: RequesterIdentities;
  knex: Knex;
  logger: LoggerService;
  /** Tells people. It must not reject. */
  notify?: PromotionListener;
  /** Absent: pull requests are opened as the portal. */
  openingAsUser?: OpeningAsUser;
  pipelines: Pipelines;
  planner: PromotionPlanner;
  restrictions: Restrictions;
  scheduler: SchedulerService;
  services: Pick<ServiceTargetsQuery, 'targetsOf'>;
  settings: PromotionSettings;
  signals: SignalsService;
  targets: TargetsReader;
  userInfo: UserInfoService;
  versionCommits?: VersionCommits;
  now?: () => Date;
}

/** Promotions at work. */
export interface Promotions {
  service: PromotionService;
  rollbacks: RollbackService;
  query: PromotionQuery;
  active: ActivePromotions;
  store: PromotionsStore;
  /** Something that gates or automatic promotion depend on has changed, of one service or of any. Returns at once. */
  wake(about: { entityRef?: string }): void;
  /** Waits for what is under way. */
  stop(): Promise<void>;
}

/** Takes up the promotions that are under way, and follows new ones. */
export async function startPromotions(
  options: StartPromotionsOptions,
): Promise<Promotions> {
  const { forges, knex, logger, openingAsUser, settings } = options;
  const { now = () => new Date() } = options;
  const store = PromotionsStore.create({ knex });
  const surroundings = PromotionSurroundings.create(options);
  const drafts = PromotionDrafts.create({ ...options, now });
  const work = { again: () => {} };
  const onChange: PromotionListener = async change => {
    if (hasBeenOpened(change.after)) openingAsUser?.forget(change.after.id);
    await publish(change.after, options);
    await recordOutcome(change, options);
    await options.notify?.(change);
    if (change.after.finishedAt) work.again();
  };
  const base = {
    ...options,
    drafts,
    holds: HoldKeeper.create(options),
    now,
    onChange,
    store,
    surroundings,
  };
  const reconciler = PromotionReconciler.create({
    ...base,
    leases: PromotionLeases.create({ knex }),
    rebaser: PlanRebaser.create({ forges, logger }),
    timing: settings,
    branchPrefix: settings.branchPrefix,
    labels: settings.labels,
  });
  const query = PromotionQuery.create(base);
  const service = PromotionService.create({ ...base, query, reconciler });
  const rollbacks = RollbackService.create({ ...base, reconciler });
  const watched = await watchForWork({
    ...options,
    automaticPromotions: AutomaticPromotions.create({ ...base, reconciler }),
    automaticRollbacks: AutomaticRollbacks.create({ ...base, rollbacks }),
    pollMs: settings.pollMs,
  });
  work.again = watched.again;
  const unwatch = await watchForWakes({
    ...options,
    pollMs: settings.pollMs,
    reconciler,
    store,
  });
  reconciler.kick();
  return {
    service,
    rollbacks,
    query,
    active: query,
    store,
    wake({ entityRef }) {
      watched.again();
      store
        .activeIds(entityRef ? { entityRefs: [entityRef] } : {})
        .then(ids => reconciler.wake(ids))
        .catch(error =>
          logger.warn(
            `Promotions could not be woken, the timer will: ${stringifyError(error)}`,
          ),
        );
    },
    async stop() {
      unwatch();
      await Promise.all([watched.stop(), reconciler.stop()]);
      openingAsUser?.stop();
    },
  };
}

/** Or never will be. */
function hasBeenOpened({ state }: TrackedPromotion): boolean {
  return !['queued', 'planned', 'opening'].includes(state);
}

/** Pages that miss it show it at their next look. */
async function publish(
  { id, entityRef }: { id: string; entityRef: string },
  { logger, signals }: Pick<StartPromotionsOptions, 'logger' | 'signals'>,
): Promise<void> {
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
    logger.warn(`A signal was not sent: ${stringifyError(error)}`);
  }
}

import { LoggerService, SchedulerService } from '@backstage/backend-plugin-api';
import { SignalsService } from '@backstage/plugin-signals-node';
import { TargetStatus } from '@fairlead/backstage-plugin-gitops-common';
import { Knex } from 'knex';
import { GitopsConfig } from '../config';
import { ClusterConfig } from '../config/clusters';
import { ClusterResources } from '../resources/ClusterResources';
import { ClusterObjects } from '../services/TargetActions';
import { ClusterCreator } from '../stages/StageActions';
import { Stages } from '../stages/Stages';
import { environmentOf } from '../targets/environmentOf';
import { publishSignals } from '../targets/publishSignals';
import { reconcileWithConfig } from '../targets/reconcileWithConfig';
import { TargetsReader } from '../targets/StoredTarget';
import { destinationCluster } from '../targets/placesOf';
import { ArgoCdApi } from './argocd/ArgoCdApi';
import { ClusterApi } from './ClusterApi';
import { ClusterConnection } from './ClusterConnection';
import { ClusterReader } from './ClusterReader';
import {
  defaultReferenceTiming,
  EngineReader,
  ReferenceTiming,
} from './EngineReader';
import { KubernetesApi } from './KubernetesApi';
import { KubernetesObjects } from './KubernetesObjects';
import { defaultReadTiming, ReadTiming } from './nextStep';
import { defaultTurnTiming, ReadingTurn, TurnTiming } from './ReadingTurn';
import { ReadControllers, ReadingStores } from './ReadingStores';
import { resourceOf } from './resourceOf';

/** What reading is built on. */
export interface StartReadingOptions extends ReadControllers {
  config: Pick<GitopsConfig, 'clusters' | 'environments' | 'environmentRules'>;
  /** With the plugin's tables. */
  knex: Knex;
  scheduler: SchedulerService;
  signals: SignalsService;
  logger: LoggerService;
  /** Other than the defaults, for tests. */
  timing?: Partial<ReadTiming & ReferenceTiming & TurnTiming>;
}

/** Reading at work. */
export interface Reading {
  targets: TargetsReader;
  stages: Stages;
  objects: ClusterObjects & ClusterCreator & ClusterResources;
  /** Resolves when all connections are closed and what was read is stored. */
  stop(): Promise<void>;
}

/** Reads the engines on all clusters into the store, tells open pages what changed, and gives access to both. */
export async function startReading(
  options: StartReadingOptions,
): Promise<Reading> {
  const { config, controllers = [], engines, logger, signals } = options;
  const { systems = [] } = options;
  const stopped = new AbortController();
  const places = placesIn(config);
  const stores = ReadingStores.create({ ...options, ...places });
  const { sources, stored } = stores;
  const shared: SharedParts = { stores, signal: stopped.signal, options };

  await reconcileWithConfig({
    ...places,
    known: config.clusters.flatMap(({ name }) =>
      [...engines, ...controllers, ...systems]
        .flatMap(each => [...each.kinds, ...(each.references ?? [])])
        .map(kind => ({
          cluster: name,
          resource: resourceOf(kind),
          kind: kind.kind,
        })),
    ),
    others: [stores.rollouts, stores.stages],
    sources,
    store: stores.targets,
    logger,
  });
  const stopSignals = publishSignals({ targets: stored, signals, logger });
  const apis = new Map<string, ClusterApi>();
  const turns: ReadingTurn[] = [];
  for (const cluster of config.clusters) {
    if (cluster.access.type === 'unusable') {
      await reportUnusable(cluster, shared);
    } else {
      const api = apiOf(cluster, stopped.signal);
      apis.set(cluster.name, api);
      turns.push(turnAt(cluster.name, { ...shared, api }));
    }
  }
  await Promise.all(turns.map(turn => turn.start()));

  return {
    targets: stored,
    stages: stores.stages,
    objects: KubernetesObjects.create({ apis, signal: stopped.signal }),
    async stop() {
      stopped.abort();
      await Promise.all(turns.map(turn => turn.stopped()));
      await stores.stop();
      stopSignals();
    },
  };
}

function apiOf(cluster: ClusterConfig, until: AbortSignal): ClusterApi {
  const connection = ClusterConnection.create(cluster);
  const http = KubernetesApi.create({ connection, until });
  return cluster.access.type === 'argocd' ? ArgoCdApi.create({ http }) : http;
}

function placesIn(config: StartReadingOptions['config']) {
  const clusters = config.clusters.map(({ name, access }) => ({
    name,
    ...(access.type === 'url' && { url: access.url }),
  }));
  return {
    environmentOf: (status: TargetStatus) =>
      environmentOf(status, {
        environments: config.environments,
        rules: config.environmentRules,
        clusters,
      }),
    destinationOf: (status: TargetStatus) =>
      destinationCluster(status, clusters),
  };
}

interface SharedParts {
  stores: ReadingStores;
  signal: AbortSignal;
  options: StartReadingOptions;
}

function turnAt(
  cluster: string,
  parts: SharedParts & { api: ClusterApi },
): ReadingTurn {
  const { api, options, signal, stores } = parts;
  const { sources } = stores;
  const { logger, scheduler } = options;
  const timing = {
    ...defaultReadTiming,
    ...defaultReferenceTiming,
    ...defaultTurnTiming,
    ...options.timing,
  };
  const reader = ClusterReader.create({
    engines: stores
      .partsOf(cluster)
      .map(each =>
        EngineReader.create({ ...each, cluster, api, timing, logger }),
      ),
    attend: here => sources.attend(cluster, here ? new Date() : undefined),
    attendMs: timing.attendMs,
    logger,
  });
  return ReadingTurn.create({
    cluster,
    scheduler,
    logger,
    signal,
    timing,
    read: until => reader.run(until),
    attendedAt: () => sources.attendedAt(cluster),
  });
}

async function reportUnusable(
  cluster: ClusterConfig,
  { stores }: SharedParts,
): Promise<void> {
  if (cluster.access.type !== 'unusable') return;
  const { message, remedy } = cluster.access;
  const kinds = stores.partsOf(cluster.name).flatMap(each => each.kinds);
  for (const { sink } of kinds) {
    await sink.failing({ kind: 'unusable', message, remedy }, new Date());
  }
}

import { LoggerService, SchedulerService } from '@backstage/backend-plugin-api';
import { SignalsService } from '@backstage/plugin-signals-node';
import { TargetStatus } from '@fairlead/backstage-plugin-gitops-common';
import {
  GitOpsEngine,
  RolloutController,
} from '@fairlead/backstage-plugin-gitops-node';
import { Knex } from 'knex';
import { GitopsConfig } from '../config';
import { ClusterConfig } from '../config/clusters';
import { ClusterObjects } from '../services/TargetActions';
import { RolloutObjects } from '../rollouts/RolloutObjects';
import { RolloutsStore, RolloutWrite } from '../store/RolloutsStore';
import { TargetSourcesStore } from '../store/TargetSourcesStore';
import { TargetsStore, WrittenTargets } from '../store/TargetsStore';
import { TargetWrite } from '../store/writeTargets';
import { environmentOf } from '../targets/environmentOf';
import { publishSignals } from '../targets/publishSignals';
import { reconcileWithConfig } from '../targets/reconcileWithConfig';
import { TargetsReader } from '../targets/StoredTarget';
import { StoredTargets } from '../targets/StoredTargets';
import { destinationCluster } from '../targets/placesOf';
import { TargetObjects } from '../targets/TargetObjects';
import { BatchWriter } from './BatchWriter';
import { ClusterConnection } from './ClusterConnection';
import { ClusterReader } from './ClusterReader';
import {
  defaultReferenceTiming,
  EngineReader,
  ReferenceTiming,
} from './EngineReader';
import { ReaderParts, readerParts } from './readerParts';
import { KubernetesApi } from './KubernetesApi';
import { KubernetesObjects } from './KubernetesObjects';
import { defaultReadTiming, ReadTiming } from './nextStep';
import { defaultTurnTiming, ReadingTurn, TurnTiming } from './ReadingTurn';
import { resourceOf } from './resourceOf';

/** What reading is built on. */
export interface StartReadingOptions {
  config: Pick<GitopsConfig, 'clusters' | 'environments' | 'environmentRules'>;
  controllers?: readonly RolloutController[];
  engines: readonly GitOpsEngine[];
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
  objects: ClusterObjects;
  /** Resolves when all connections are closed and what was read is stored. */
  stop(): Promise<void>;
}

/** Reads the engines on all clusters into the store, tells open pages what changed, and gives access to both. */
export async function startReading(
  options: StartReadingOptions,
): Promise<Reading> {
  const { config, controllers = [], engines, knex, logger, signals } = options;
  const stopped = new AbortController();
  const sources = TargetSourcesStore.create({ database: knex });
  const store = TargetsStore.create({ database: knex, sources });
  const rollouts = RolloutsStore.create({ database: knex, sources });
  const stored = StoredTargets.create({ targets: store, sources });
  const targetWriter = BatchWriter.create<TargetWrite, WrittenTargets>({
    write: ({ objects, positions }) =>
      store.write({ targets: objects, positions }),
    announce: written => stored.announce(written),
    logger,
  });
  const rolloutWriter = BatchWriter.create<RolloutWrite, string[]>({
    write: batch => rollouts.write(batch),
    announce: changed => stored.announce({ changed }),
    logger,
  });
  const places = placesIn(config);
  const targetObjects = TargetObjects.create({
    ...places,
    store,
    stored,
    writer: targetWriter,
  });
  const rolloutObjects = RolloutObjects.create({
    rollouts,
    stored,
    writer: rolloutWriter,
  });
  const shared: SharedParts = {
    partsOf: cluster => [
      ...engines.map(controller =>
        readerParts({
          cluster,
          controller,
          objects: targetObjects,
          sources,
          logger,
        }),
      ),
      ...controllers.map(controller =>
        readerParts({
          cluster,
          controller,
          objects: rolloutObjects,
          sources,
          logger,
        }),
      ),
    ],
    sources,
    signal: stopped.signal,
    options,
  };

  await reconcileWithConfig({
    ...places,
    known: config.clusters.flatMap(({ name }) =>
      [...engines, ...controllers]
        .flatMap(each => [...each.kinds, ...(each.references ?? [])])
        .map(kind => ({
          cluster: name,
          resource: resourceOf(kind),
          kind: kind.kind,
        })),
    ),
    rollouts,
    sources,
    store,
    logger,
  });
  const stopSignals = publishSignals({ targets: stored, signals, logger });
  const apis = new Map<string, KubernetesApi>();
  const turns: ReadingTurn[] = [];
  for (const cluster of config.clusters) {
    if (cluster.access.type === 'unusable') {
      await reportUnusable(cluster, shared);
    } else {
      const connection = ClusterConnection.create(cluster);
      const api = KubernetesApi.create({ connection });
      apis.set(cluster.name, api);
      turns.push(turnAt(cluster.name, { ...shared, api }));
    }
  }
  await Promise.all(turns.map(turn => turn.start()));

  return {
    targets: stored,
    objects: KubernetesObjects.create({ apis, signal: stopped.signal }),
    async stop() {
      stopped.abort();
      await Promise.all(turns.map(turn => turn.stopped()));
      await targetWriter.stop();
      await rolloutWriter.stop();
      stopSignals();
    },
  };
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
  partsOf(cluster: string): ReaderParts[];
  sources: TargetSourcesStore;
  signal: AbortSignal;
  options: StartReadingOptions;
}

function turnAt(
  cluster: string,
  parts: SharedParts & { api: KubernetesApi },
): ReadingTurn {
  const { api, options, signal, sources } = parts;
  const { logger, scheduler } = options;
  const timing = {
    ...defaultReadTiming,
    ...defaultReferenceTiming,
    ...defaultTurnTiming,
    ...options.timing,
  };
  const reader = ClusterReader.create({
    engines: parts
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
  { partsOf }: SharedParts,
): Promise<void> {
  if (cluster.access.type !== 'unusable') return;
  const { message, remedy } = cluster.access;
  const kinds = partsOf(cluster.name).flatMap(each => each.kinds);
  for (const { sink } of kinds) {
    await sink.failing({ kind: 'unusable', message, remedy }, new Date());
  }
}

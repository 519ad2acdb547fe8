import { LoggerService, SchedulerService } from '@backstage/backend-plugin-api';
import { SignalsService } from '@backstage/plugin-signals-node';
import { GitOpsEngine } from '@fairlead/backstage-plugin-gitops-node';
import { Knex } from 'knex';
import { GitopsConfig } from '../config';
import { ClusterConfig } from '../config/clusters';
import { ClusterObjects } from '../services/TargetActions';
import { TargetSourcesStore } from '../store/TargetSourcesStore';
import { TargetsStore } from '../store/TargetsStore';
import { environmentOf } from '../targets/environmentOf';
import { publishSignals } from '../targets/publishSignals';
import { reconcileWithConfig } from '../targets/reconcileWithConfig';
import { TargetsReader } from '../targets/StoredTarget';
import { StoredTargets } from '../targets/StoredTargets';
import { TargetWriter } from '../targets/TargetWriter';
import { ClusterConnection } from './ClusterConnection';
import { ClusterReader } from './ClusterReader';
import {
  defaultReferenceTiming,
  EngineReader,
  ReferenceTiming,
} from './EngineReader';
import { EngineParts, engineParts } from './engineParts';
import { KubernetesApi } from './KubernetesApi';
import { KubernetesObjects } from './KubernetesObjects';
import { defaultReadTiming, ReadTiming } from './nextStep';
import { defaultTurnTiming, ReadingTurn, TurnTiming } from './ReadingTurn';
import { resourceOf } from './resourceOf';

/** What reading is built on. */
export interface StartReadingOptions {
  config: Pick<GitopsConfig, 'clusters' | 'environments' | 'environmentRules'>;
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
  const { config, engines, knex, logger, signals } = options;
  const stopped = new AbortController();
  const sources = TargetSourcesStore.create({ database: knex });
  const store = TargetsStore.create({ database: knex, sources });
  const stored = StoredTargets.create({ targets: store, sources });
  const writer = TargetWriter.create({ store, stored, logger });
  const assignment = {
    environments: config.environments,
    rules: config.environmentRules,
    clusters: config.clusters.map(({ name, access }) => ({
      name,
      ...(access.type === 'url' && { url: access.url }),
    })),
  };
  const shared: SharedParts = {
    partsOf: cluster =>
      engines.map(engine =>
        engineParts({
          cluster,
          engine,
          environmentOf: status => environmentOf(status, assignment),
          sources,
          store,
          stored,
          writer,
          logger,
        }),
      ),
    sources,
    signal: stopped.signal,
    options,
  };

  await reconcileWithConfig({
    known: config.clusters.flatMap(({ name }) =>
      engines
        .flatMap(engine => [...engine.kinds, ...(engine.references ?? [])])
        .map(kind => ({
          cluster: name,
          resource: resourceOf(kind),
          kind: kind.kind,
        })),
    ),
    environmentOf: status => environmentOf(status, assignment),
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
      await writer.stop();
      stopSignals();
    },
  };
}

interface SharedParts {
  partsOf(cluster: string): EngineParts[];
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

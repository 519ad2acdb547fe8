import { LoggerService } from '@backstage/backend-plugin-api';
import {
  ManagedStages,
  RolloutStatus,
  TargetStatus,
} from '@fairlead/backstage-plugin-gitops-common';
import {
  GitOpsEngine,
  PromotionPipeline,
  RolloutController,
} from '@fairlead/backstage-plugin-gitops-node';
import { Knex } from 'knex';
import { RolloutsStore } from '../store/RolloutsStore';
import { StagesStore } from '../store/StagesStore';
import { StatusWrite } from '../store/StatusTable';
import { TargetSourcesStore } from '../store/TargetSourcesStore';
import { TargetsStore, WrittenTargets } from '../store/TargetsStore';
import { TargetWrite } from '../store/writeTargets';
import { StoredTargets } from '../targets/StoredTargets';
import { TargetObjects } from '../targets/TargetObjects';
import { Batch, BatchWriter } from './BatchWriter';
import { readerParts, ReaderParts } from './readerParts';
import { StatusObjects, StatusStore } from './StatusObjects';

/** Who is read: what modules added. */
export interface ReadControllers {
  engines: readonly GitOpsEngine[];
  /** Rollout controllers. */
  controllers?: readonly RolloutController[];
  /** Other promotion systems. */
  systems?: readonly PromotionPipeline[];
}

/** Where all that is read goes to. */
export class ReadingStores {
  readonly sources: TargetSourcesStore;
  readonly targets: TargetsStore;
  readonly rollouts: RolloutsStore;
  readonly stages: StagesStore;
  readonly stored: StoredTargets;
  readonly #options: ReadingStoresOptions;
  readonly #targetWriter: BatchWriter<TargetWrite, WrittenTargets>;
  readonly #rolloutWriter: BatchWriter<StatusWrite<RolloutStatus>, string[]>;
  readonly #stageWriter: BatchWriter<StatusWrite<ManagedStages>, string[]>;

  static create(options: ReadingStoresOptions): ReadingStores {
    return new ReadingStores(options);
  }

  private constructor(options: ReadingStoresOptions) {
    const { knex: database, logger } = options;
    const sources = TargetSourcesStore.create({ database });
    const targets = TargetsStore.create({ database, sources });
    this.#options = options;
    this.sources = sources;
    this.targets = targets;
    this.rollouts = RolloutsStore.create({ database, sources });
    this.stages = StagesStore.create({ database, sources });
    this.stored = StoredTargets.create({ targets, sources });
    this.#targetWriter = BatchWriter.create({
      write: ({ objects, positions }) =>
        targets.write({ targets: objects, positions }),
      announce: written => this.stored.announce(written),
      logger,
    });
    this.#rolloutWriter = this.#statusWriter(this.rollouts);
    this.#stageWriter = this.#statusWriter(this.stages);
  }

  /** How all kinds of all controllers on a cluster are read. */
  partsOf(cluster: string): ReaderParts[] {
    const { engines, controllers = [], systems = [] } = this.#options;
    const { sources, stored } = this;
    const { logger } = this.#options;
    const shared = { cluster, sources, logger };
    const targets = TargetObjects.create({
      ...this.#options,
      store: this.targets,
      stored,
      writer: this.#targetWriter,
    });
    const rollouts = StatusObjects.create({
      store: this.rollouts,
      stored,
      writer: this.#rolloutWriter,
    });
    const stages = StatusObjects.create({
      store: this.stages,
      stored,
      writer: this.#stageWriter,
    });
    return [
      ...engines.map(controller =>
        readerParts({ ...shared, controller, objects: targets }),
      ),
      ...controllers.map(controller =>
        readerParts({ ...shared, controller, objects: rollouts }),
      ),
      ...systems.map(controller =>
        readerParts({ ...shared, controller, objects: stages }),
      ),
    ];
  }

  /** Writes what is left. */
  async stop(): Promise<void> {
    await this.#targetWriter.stop();
    await this.#rolloutWriter.stop();
    await this.#stageWriter.stop();
  }

  #statusWriter<Status>(
    store: StatusStore & {
      write(batch: Batch<StatusWrite<Status>>): Promise<string[]>;
    },
  ): BatchWriter<StatusWrite<Status>, string[]> {
    return BatchWriter.create({
      write: batch => store.write(batch),
      announce: changed => this.stored.announce({ changed }),
      logger: this.#options.logger,
    });
  }
}

/** What they are built on. */
export interface ReadingStoresOptions extends ReadControllers {
  /** With the plugin's tables. */
  knex: Knex;
  environmentOf(status: TargetStatus): string | undefined;
  /** Name, in the config, of the cluster that a target deploys to. */
  destinationOf(status: TargetStatus): string | undefined;
  logger: LoggerService;
}

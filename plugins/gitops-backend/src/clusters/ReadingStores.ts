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
import { rolloutsStore } from '../store/rolloutsStore';
import { StagesStore } from '../store/StagesStore';
import { StatusStore } from '../store/StatusStore';
import { StatusWrite } from '../store/StatusTable';
import {
  TargetSourceKey,
  TargetSourcesStore,
} from '../store/TargetSourcesStore';
import { TargetsStore, WrittenTargets } from '../store/TargetsStore';
import { TargetAssignment, TargetWrite } from '../store/writeTargets';
import { StoredTargets } from '../targets/StoredTargets';
import { Batch, BatchWriter } from './BatchWriter';
import { readerParts, ReaderParts } from './readerParts';
import { StoredObjects } from './StoredObjects';

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
  readonly rollouts: StatusStore<RolloutStatus>;
  readonly stages: StagesStore;
  readonly stored: StoredTargets;
  readonly #options: ReadingStoresOptions;
  readonly #targetWriter: BatchWriter<TargetWrite, WrittenTargets>;
  readonly #rolloutWriter: StatusWriter<RolloutStatus>;
  readonly #stageWriter: StatusWriter<ManagedStages>;

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
    this.rollouts = rolloutsStore({ database, sources });
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
    const targets = StoredObjects.create<TargetStatus, TargetAssignment>({
      writer: this.#targetWriter,
      putOf: read => ({ ...read, ...this.#assignmentOf(read.status) }),
      removeUnseen: async (source, seen) => ({
        removed: await this.targets.removeUnseen(source, seen),
      }),
      stored,
    });
    const rollouts = this.#shownWithTargets(this.rollouts, this.#rolloutWriter);
    const stages = this.#shownWithTargets(this.stages, this.#stageWriter);
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

  #assignmentOf(status: TargetStatus): TargetAssignment {
    const environment = this.#options.environmentOf(status);
    const destination = this.#options.destinationOf(status);
    return {
      ...(environment && { environment }),
      ...(destination && { destination }),
    };
  }

  #statusWriter<Status>(store: Written<Status>): StatusWriter<Status> {
    return BatchWriter.create({
      write: batch => store.write(batch),
      announce: changed => this.stored.announce({ changed }),
      logger: this.#options.logger,
    });
  }

  #shownWithTargets<Status>(
    store: Written<Status>,
    writer: StatusWriter<Status>,
  ): StoredObjects<Status, unknown> {
    return StoredObjects.create({
      writer,
      putOf: read => read,
      removeUnseen: async (source, seen) => ({
        changed: await store.removeUnseen(source, seen),
      }),
      stored: this.stored,
    });
  }
}

type StatusWriter<Status> = BatchWriter<StatusWrite<Status>, string[]>;

/** A store that names the targets that look different for what was written. */
interface Written<Status> {
  write(batch: Batch<StatusWrite<Status>>): Promise<string[]>;
  removeUnseen(
    source: TargetSourceKey,
    seen: ReadonlySet<string>,
  ): Promise<string[]>;
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

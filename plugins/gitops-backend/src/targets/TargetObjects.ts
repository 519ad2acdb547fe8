import { TargetStatus } from '@fairlead/backstage-plugin-gitops-common';
import { BatchWriter } from '../clusters/BatchWriter';
import { MappedObjects } from '../clusters/MappedSource';
import { TargetSourceKey } from '../store/TargetSourcesStore';
import { TargetsStore, WrittenTargets } from '../store/TargetsStore';
import { TargetWrite } from '../store/writeTargets';
import { StoredTargets } from './StoredTargets';

/** Keeps what engines' mappings return as targets, and assigns them to environments. */
export class TargetObjects implements MappedObjects<TargetStatus> {
  readonly #options: TargetObjectsOptions;

  static create(options: TargetObjectsOptions): TargetObjects {
    return new TargetObjects(options);
  }

  private constructor(options: TargetObjectsOptions) {
    this.#options = options;
  }

  put(
    id: string,
    { source, status }: { source: TargetSourceKey; status: TargetStatus },
  ): void {
    const environment = this.#options.environmentOf(status);
    const cluster = this.#options.destinationOf(status);
    this.#options.writer.write(id, {
      type: 'put',
      source,
      status,
      ...(environment && { environment }),
      ...(cluster && { destination: cluster }),
    });
  }

  mark(id: string, reason: string): void {
    this.#options.writer.write(id, { type: 'mark', reason });
  }

  remove(id: string): void {
    this.#options.writer.write(id, { type: 'remove' });
  }

  advance(position: TargetSourceKey & { resourceVersion: string }): void {
    this.#options.writer.advance(position);
  }

  async flush(): Promise<void> {
    await this.#options.writer.flush();
  }

  async removeUnseen(source: TargetSourceKey, seen: ReadonlySet<string>) {
    const { store, stored } = this.#options;
    const removed = await store.removeUnseen(source, seen);
    return { announce: () => stored.announce({ removed }) };
  }

  announceCluster(cluster: string): void {
    this.#options.stored.announce({ clusters: [cluster] });
  }
}

/** What it keeps them with. */
export interface TargetObjectsOptions {
  environmentOf(status: TargetStatus): string | undefined;
  /** Name, in the config, of the cluster that a target deploys to. */
  destinationOf(status: TargetStatus): string | undefined;
  store: TargetsStore;
  stored: StoredTargets;
  writer: BatchWriter<TargetWrite, WrittenTargets>;
}

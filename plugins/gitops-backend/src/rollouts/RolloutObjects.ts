import { RolloutStatus } from '@fairlead/backstage-plugin-gitops-common';
import { BatchWriter } from '../clusters/BatchWriter';
import { MappedObjects } from '../clusters/MappedSource';
import { RolloutsStore, RolloutWrite } from '../store/RolloutsStore';
import { TargetSourceKey } from '../store/TargetSourcesStore';
import { StoredTargets } from '../targets/StoredTargets';

/** Keeps what the mappings of rollout controllers return. That a rollout has changed is news of its target. */
export class RolloutObjects implements MappedObjects<RolloutStatus> {
  readonly #options: RolloutObjectsOptions;

  static create(options: RolloutObjectsOptions): RolloutObjects {
    return new RolloutObjects(options);
  }

  private constructor(options: RolloutObjectsOptions) {
    this.#options = options;
  }

  put(
    id: string,
    put: { source: TargetSourceKey; status: RolloutStatus },
  ): void {
    this.#options.writer.write(id, { type: 'put', ...put });
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
    const { rollouts, stored } = this.#options;
    const changed = await rollouts.removeUnseen(source, seen);
    return { announce: () => stored.announce({ changed }) };
  }

  announceCluster(cluster: string): void {
    this.#options.stored.announce({ clusters: [cluster] });
  }
}

/** What it keeps them with. */
export interface RolloutObjectsOptions {
  rollouts: RolloutsStore;
  stored: StoredTargets;
  writer: BatchWriter<RolloutWrite, string[]>;
}

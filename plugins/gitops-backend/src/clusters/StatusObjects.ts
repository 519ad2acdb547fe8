import { StatusWrite } from '../store/StatusTable';
import { TargetSourceKey } from '../store/TargetSourcesStore';
import { StoredTargets } from '../targets/StoredTargets';
import { BatchWriter } from './BatchWriter';
import { MappedObjects } from './MappedSource';

/** A store of statuses that are shown with targets, such as rollouts. Both return the ids of targets that look different. */
export interface StatusStore {
  removeUnseen(
    source: TargetSourceKey,
    seen: ReadonlySet<string>,
  ): Promise<string[]>;
}

/** Keeps what belongs to targets without being one: that it has changed is news of its targets. */
export class StatusObjects<Status> implements MappedObjects<Status> {
  readonly #options: StatusObjectsOptions<Status>;

  static create<Status>(
    options: StatusObjectsOptions<Status>,
  ): StatusObjects<Status> {
    return new StatusObjects(options);
  }

  private constructor(options: StatusObjectsOptions<Status>) {
    this.#options = options;
  }

  put(id: string, put: { source: TargetSourceKey; status: Status }): void {
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
    const { store, stored } = this.#options;
    const changed = await store.removeUnseen(source, seen);
    return { announce: () => stored.announce({ changed }) };
  }

  announceCluster(cluster: string): void {
    this.#options.stored.announce({ clusters: [cluster] });
  }
}

/** What it keeps them with. */
export interface StatusObjectsOptions<Status> {
  store: StatusStore;
  stored: StoredTargets;
  writer: BatchWriter<StatusWrite<Status>, string[]>;
}

import { StatusPut, StatusWrite } from '../store/StatusTable';
import { TargetSourceKey } from '../store/TargetSourcesStore';
import { TargetsChange } from '../targets/StoredTarget';
import { StoredTargets } from '../targets/StoredTargets';
import { BatchWriter } from './BatchWriter';
import { MappedObjects } from './MappedSource';

/** Stores what was mapped, in batches. That it has changed is news of targets, also where it only belongs to some. */
export class StoredObjects<Status, Rest> implements MappedObjects<Status> {
  readonly #options: StoredObjectsOptions<Status, Rest>;

  static create<Status, Rest>(
    options: StoredObjectsOptions<Status, Rest>,
  ): StoredObjects<Status, Rest> {
    return new StoredObjects(options);
  }

  private constructor(options: StoredObjectsOptions<Status, Rest>) {
    this.#options = options;
  }

  put(id: string, read: { source: TargetSourceKey; status: Status }): void {
    const { writer, putOf } = this.#options;
    writer.write(id, putOf({ type: 'put', ...read }));
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
    const { removeUnseen, stored } = this.#options;
    const change = await removeUnseen(source, seen);
    return { announce: () => stored.announce(change) };
  }

  announceCluster(cluster: string): void {
    this.#options.stored.announce({ clusters: [cluster] });
  }
}

/** What it keeps them with. */
export interface StoredObjectsOptions<Status, Rest> {
  writer: Pick<
    BatchWriter<StatusWrite<Status, Rest>, unknown>,
    'write' | 'advance' | 'flush'
  >;
  /** Adds what is stored besides what was read. */
  putOf(read: StatusPut<Status>): StatusPut<Status> & Rest;
  removeUnseen(
    source: TargetSourceKey,
    seen: ReadonlySet<string>,
  ): Promise<Partial<TargetsChange>>;
  stored: StoredTargets;
}

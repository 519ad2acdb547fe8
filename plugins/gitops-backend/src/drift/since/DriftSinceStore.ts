import { Knex } from 'knex';
import { inChunks } from '../../store/inChunks';

interface Row {
  target_id: string;
  /** ISO 8601 */
  since: string;
}

/** Since when targets differ from Git, for all replicas. */
export class DriftSinceStore {
  static create(options: { knex: Knex }): DriftSinceStore {
    return new DriftSinceStore(options.knex);
  }

  private constructor(private readonly knex: Knex) {}

  /** By target; those that don't differ are left out. */
  async of(targetIds: readonly string[]): Promise<Map<string, string>> {
    const found = new Map<string, string>();
    await inChunks(targetIds, async chunk => {
      const rows = await this.#table().whereIn('target_id', chunk);
      rows.forEach(row => found.set(row.target_id, row.since));
    });
    return found;
  }

  /** The first to write it counts: other replicas may have seen it a moment later. */
  async begin(targetIds: readonly string[], since: string): Promise<void> {
    await inChunks(targetIds, chunk =>
      this.#table()
        .insert(chunk.map(target_id => ({ target_id, since })))
        .onConflict('target_id')
        .ignore(),
    );
  }

  async end(targetIds: readonly string[]): Promise<void> {
    await inChunks(targetIds, chunk =>
      this.#table().whereIn('target_id', chunk).delete(),
    );
  }

  /** Removes what is kept of targets that are gone. */
  async prune(): Promise<void> {
    await this.#table()
      .whereNotIn('target_id', this.knex('targets').select('id'))
      .delete();
  }

  #table() {
    return this.knex<Row>('target_drift');
  }
}

import { Knex } from 'knex';
import { TargetsStore } from '../../../../store/TargetsStore';
import { TargetSourcesStore } from '../../../../store/TargetSourcesStore';
import {
  TargetCondition,
  TargetsChange,
  TargetsReader,
} from '../../../../targets/StoredTarget';

/** The targets in the database, which the test writes; what has changed it tells, too. */
export class StoredTargets implements TargetsReader {
  readonly #store: TargetsStore;
  readonly #listeners = new Set<(change: TargetsChange) => void>();

  constructor(knex: Knex) {
    this.#store = TargetsStore.create({
      database: knex,
      sources: TargetSourcesStore.create({ database: knex }),
    });
  }

  async find(conditions: TargetCondition[]) {
    return this.#store.find(conditions);
  }

  async all() {
    return this.#store.all();
  }

  async problems() {
    return [];
  }

  onChange(listener: (change: TargetsChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  tell(changed: string[]): void {
    for (const listener of this.#listeners) {
      listener({ changed, added: [], removed: [], clusters: [] });
    }
  }
}

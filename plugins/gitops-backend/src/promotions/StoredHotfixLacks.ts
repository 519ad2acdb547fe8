import { DeploymentLog } from '../deployments/DeploymentLog';
import { lacksHotfix } from '../deployments/lacksHotfix';
import { HotfixLacks } from '../services/HotfixLacks';
import { PromotionsStore } from '../store/PromotionsStore';

const memory = 50;

/** Finds hotfixes that environments still lack, in what is stored. */
export class StoredHotfixLacks implements HotfixLacks {
  readonly #options: StoredHotfixLacksOptions;

  static create(options: StoredHotfixLacksOptions): StoredHotfixLacks {
    return new StoredHotfixLacks(options);
  }

  private constructor(options: StoredHotfixLacksOptions) {
    this.#options = options;
  }

  async lacks(options: { entityRef: string }) {
    const { log, store } = this.#options;
    const { entityRef } = options;
    const hotfixes = await store.list({
      entityRefs: [entityRef],
      kind: 'hotfix',
      limit: memory,
    });
    if (hotfixes.length === 0) return new Map();
    const deployments = await log.list({ entityRef });
    return lacksHotfix({ hotfixes, deployments });
  }
}

/** What is read. */
export interface StoredHotfixLacksOptions {
  log: Pick<DeploymentLog, 'list'>;
  store: Pick<PromotionsStore, 'list'>;
}

import { PromotionLeases } from '../store/PromotionLeases';
import { DisplayOptions, showDisplay } from './actions/showDisplay';
import { displayOf } from './decide/displayOf';
import { TrackedPromotion } from './TrackedPromotion';

const batchSize = 20;
/** When to try again where it could not be said. */
const pauseMs = 5 * 60_000;
/** After so long nobody waits for it any more. */
const patienceMs = 24 * 60 * 60_000;

interface LastWordsOptions extends DisplayOptions {
  leases: Pick<PromotionLeases, 'claimUnsaid' | 'said'>;
  now: () => Date;
}

/**
 * Says on its pull request how a promotion has ended: at once as a rule, and later where whoever ended it has died
 * before, or the forge was out of reach.
 */
export class LastWords {
  readonly #options: LastWordsOptions;

  static create(options: LastWordsOptions): LastWords {
    return new LastWords(options);
  }

  private constructor(options: LastWordsOptions) {
    this.#options = options;
  }

  async say(promotion: TrackedPromotion): Promise<void> {
    const shown = await showDisplay(promotion, this.#options);
    if (shown.comment === displayOf(promotion).comment) {
      await this.#options.leases.said(promotion.id);
    }
  }

  async sayOverdue(): Promise<void> {
    const { leases, now } = this.#options;
    const at = now().getTime();
    const unsaid = await leases.claimUnsaid({
      now: new Date(at),
      since: new Date(at - patienceMs),
      until: new Date(at + pauseMs),
      limit: batchSize,
    });
    for (const promotion of unsaid) await this.say(promotion);
  }
}

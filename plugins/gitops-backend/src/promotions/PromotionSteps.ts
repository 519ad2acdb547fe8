import { stringifyError } from '@backstage/errors';
import {
  EnvironmentPolicy,
  isEnded,
} from '@fairlead/backstage-plugin-gitops-common';
import { PromotionsStore } from '../store/PromotionsStore';
import { ActOptions, performAct } from './actions/performAct';
import { decide } from './decide';
import { retryTime } from './decide/backoff';
import { Observation, PromotionTiming } from './Observation';
import { LastWords } from './LastWords';
import { observe, ObserveOptions } from './observe';
import { PromotionListener } from './PromotionListener';
import { Surroundings } from './Surroundings';
import { PromotionChange, TrackedPromotion } from './TrackedPromotion';

/** More steps than any promotion takes at once: whoever takes more runs in a circle. */
const stepLimit = 40;

/** What steps are taken with. */
export interface PromotionStepsOptions
  extends
    Omit<ActOptions, 'act' | 'policy' | 'contentsOf'>,
    Pick<ObserveOptions, 'forges' | 'gates' | 'targets'> {
  lastWords: Pick<LastWords, 'say'>;
  store: PromotionsStore;
  timing: PromotionTiming;
  onChange: PromotionListener;
  now: () => Date;
  /** Makes promotions due. */
  wake(ids: string[]): Promise<void>;
}

/** A promotion that is looked at, and what it is judged by. */
export interface Looked {
  promotion: TrackedPromotion;
  surroundings: Surroundings;
}

/** The steps of promotions that are leased: decide, persist, act, until there is nothing to do but wait. */
export class PromotionSteps {
  readonly #options: PromotionStepsOptions;

  static create(options: PromotionStepsOptions): PromotionSteps {
    return new PromotionSteps(options);
  }

  private constructor(options: PromotionStepsOptions) {
    this.#options = options;
  }

  /** Looks at the world for all of them at once. */
  observe(promotions: Looked[]): Promise<Map<string, Observation>> {
    return observe({
      ...this.#options,
      lanes: this.#options.store,
      promotions,
    });
  }

  /** Goes on until there is nothing to do but wait, and returns until when. */
  async bringForward(looked: Looked, first: Observation): Promise<Date> {
    const { timing, logger } = this.#options;
    const { surroundings } = looked;
    const { policy } = surroundings;
    let { promotion } = looked;
    let observation = first;
    try {
      for (let step = 0; step < stepLimit; step++) {
        const decision = decide(promotion, { observation, timing, policy });
        const { change, act, lookAgainAt } = decision;
        if (change) {
          const before = promotion;
          promotion = await this.#write(before, { change, policy });
          if (isEnded(promotion.state)) {
            await this.#afterEnd(promotion);
            return this.#options.now();
          }
          observation = withoutOutcomes(observation);
          if (promotion.state !== before.state) {
            observation = await this.#observeNext(
              { promotion, surroundings },
              observation,
            );
          }
        }
        if (act) {
          observation = {
            ...observation,
            ...(await performAct(promotion, {
              ...this.#options,
              contentsOf: id => this.#options.store.contentsOf(id),
              act,
              policy,
            })),
          };
        } else if (lookAgainAt || !change) {
          return lookAgainAt ?? this.#options.now();
        }
      }
      throw new Error(`it took more than ${stepLimit} steps at once`);
    } catch (error) {
      logger.warn(
        `Promotion ${promotion.id} could not be brought forward: ${stringifyError(error)}`,
      );
      return retryTime({ now: this.#options.now(), failures: 1 });
    }
  }

  async #write(
    before: TrackedPromotion,
    options: { change: PromotionChange; policy: EnvironmentPolicy },
  ): Promise<TrackedPromotion> {
    const { store, onChange } = this.#options;
    const { change, policy } = options;
    const after = await store.update({
      promotion: before,
      change,
      at: this.#options.now(),
    });
    await onChange({ before, after, events: change.events ?? [], policy });
    return after;
  }

  /** The last word on the pull request; and whoever waits for the lane may go on. */
  async #afterEnd(promotion: TrackedPromotion): Promise<void> {
    const { lastWords, store, wake } = this.#options;
    await wake(await store.queuedInLane(promotion));
    if (promotion.pullRequest) await lastWords.say(promotion);
  }

  /** What was seen stays good for the next state, where it is about the same thing. */
  async #observeNext(
    looked: Looked,
    before: Observation,
  ): Promise<Observation> {
    const { promotion } = looked;
    if (promotion.state === 'opening') return before;
    const seen = await this.observe([looked]);
    const after = seen.get(promotion.id) ?? { now: this.#options.now() };
    return promotion.state === 'open' && before.pullRequest
      ? { ...after, pullRequest: before.pullRequest }
      : { ...after, ...(before.targets && { targets: before.targets }) };
  }
}

/** What came of an action is told once. */
function withoutOutcomes(observation: Observation): Observation {
  const {
    rebase: _rebase,
    updating: _updating,
    merging: _merging,
    shown: _shown,
    ...rest
  } = observation;
  return rest;
}

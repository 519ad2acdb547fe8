import { setTimeout as delay } from 'node:timers/promises';
import { LoggerService } from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import { isEnded } from '@fairlead/backstage-plugin-gitops-common';
import { PromotionLease, PromotionLeases } from '../store/PromotionLeases';
import { PromotionsStore } from '../store/PromotionsStore';
import { TargetsReader } from '../targets/StoredTarget';
import { closePullRequest } from './actions/closePullRequest';
import { ActionOptions, openPullRequest } from './actions/openPullRequest';
import { retryTime } from './decide/backoff';
import { decide } from './decide';
import { Observation, PromotionTiming } from './Observation';
import { observe } from './observe';
import { TrackedPromotion } from './TrackedPromotion';

const batchSize = 100;
const leaseMs = 30_000;
const renewMs = 10_000;
/** For so long what is under way is waited for when the portal stops. */
const patienceMs = 3_000;
/** More steps than any promotion takes at once: whoever takes more runs in a circle. */
const stepLimit = 20;

/** What the reconciler works with. */
export interface ReconcilerOptions extends Omit<ActionOptions, 'contentsOf'> {
  store: PromotionsStore;
  leases: PromotionLeases;
  targets: TargetsReader;
  timing: PromotionTiming;
  /** Told of each change that was written. */
  onChange(promotion: TrackedPromotion): Promise<void>;
  logger: LoggerService;
  now?: () => Date;
}

/**
 * Brings promotions forward: look, decide, persist, act, look again.
 *
 * @remarks
 * Several replicas may run it on one database: a promotion is leased while it is looked at (see PromotionLeases).
 * Whatever a replica has not persisted when it dies is decided again by the next one, and every action finds what
 * an earlier attempt has done.
 */
export class PromotionReconciler {
  readonly #options: ReconcilerOptions;
  readonly #now: () => Date;
  readonly #looks = new Set<Promise<void>>();
  #pump: Promise<void> | undefined;
  #again = false;
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;

  static create(options: ReconcilerOptions): PromotionReconciler {
    return new PromotionReconciler(options);
  }

  private constructor(options: ReconcilerOptions) {
    this.#options = options;
    this.#now = options.now ?? (() => new Date());
  }

  /** Looks at these as soon as may be, here or in the replica that is at it. */
  async wake(ids: string[]): Promise<void> {
    if (ids.length === 0) return;
    await this.#options.leases.wake({ ids, now: this.#now() });
    this.kick();
  }

  /** Looks at everything that is due. Returns at once. */
  kick(): void {
    if (this.#stopped) return;
    this.#again = true;
    this.#pump ??= this.#run().finally(() => {
      this.#pump = undefined;
      if (this.#again) this.kick();
    });
  }

  /** Looks at one promotion and waits for it, unless another replica is at it, which is then told to look again. */
  async lookNow(id: string): Promise<void> {
    const now = this.#now();
    const { leases } = this.#options;
    await leases.wake({ ids: [id], now });
    const lease = await leases.claim({
      now,
      until: new Date(now.getTime() + leaseMs),
      limit: 1,
      ids: [id],
    });
    if (lease.promotions.length > 0) await this.#track(this.#look(lease));
    this.kick();
  }

  /** Waits until nothing is due and nothing is being looked at. */
  async idle(): Promise<void> {
    while (this.#pump || this.#looks.size > 0) {
      await Promise.all([this.#pump, ...this.#looks]);
    }
  }

  /**
   * Begins nothing new and waits for what is under way; not for a forge that hangs, because whoever starts next
   * takes that up as after a crash.
   */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#again = false;
    clearTimeout(this.#timer);
    await Promise.race([
      this.idle(),
      delay(patienceMs, undefined, { ref: false }),
    ]);
  }

  async #run(): Promise<void> {
    const { leases, logger } = this.#options;
    try {
      while (this.#again && !this.#stopped) {
        this.#again = false;
        const now = this.#now();
        const lease = await leases.claim({
          now,
          until: new Date(now.getTime() + leaseMs),
          limit: batchSize,
        });
        if (lease.promotions.length > 0) this.#again = true;
        // A forge that does not answer holds up its own promotions only.
        for (const promotions of byHost(lease.promotions)) {
          this.#track(this.#look({ token: lease.token, promotions }));
        }
      }
      await this.#setTimer();
    } catch (error) {
      logger.error(
        `Promotions can't be looked at: ${stringifyError(error)}. Trying again in ${this.#options.timing.pollMs} ms.`,
      );
      this.#again = false;
      this.#kickIn(this.#options.timing.pollMs);
    }
  }

  async #setTimer(): Promise<void> {
    const due = await this.#options.leases.nextDue();
    if (!due) return;
    const wait = due.getTime() - this.#now().getTime();
    this.#kickIn(Math.min(Math.max(wait, 250), this.#options.timing.pollMs));
  }

  #kickIn(pauseMs: number): void {
    clearTimeout(this.#timer);
    if (this.#stopped) return;
    this.#timer = setTimeout(() => this.kick(), pauseMs);
    this.#timer.unref();
  }

  #track(look: Promise<void>): Promise<void> {
    const tracked = look.finally(() => {
      this.#looks.delete(tracked);
      this.kick();
    });
    this.#looks.add(tracked);
    return tracked;
  }

  async #look({ token, promotions: leased }: PromotionLease): Promise<void> {
    const { forges, targets, leases, logger } = this.#options;
    const isEarly = ({ tracking }: TrackedPromotion) =>
      Date.parse(tracking.notBefore ?? '') > this.#now().getTime();
    const promotions = leased.filter(each => !isEarly(each));
    const renewal = setInterval(() => {
      if (this.#stopped) return;
      const until = new Date(this.#now().getTime() + leaseMs);
      leases.renew({ token, until }).catch(error => {
        logger.warn(`A lease was not renewed: ${stringifyError(error)}`);
      });
    }, renewMs);
    try {
      for (const { id, tracking } of leased.filter(isEarly)) {
        const nextLookAt = new Date(tracking.notBefore ?? this.#now());
        await leases.postpone({ token, id, until: nextLookAt });
      }
      const observations = await observe({
        forges,
        targets,
        promotions,
        now: this.#now,
      });
      await Promise.all(
        promotions.map(async promotion => {
          const observation = observations.get(promotion.id) ?? {
            now: this.#now(),
          };
          const nextLookAt = await this.#bringForward(promotion, observation);
          await leases.release({ token, id: promotion.id, nextLookAt });
        }),
      );
    } catch (error) {
      // The lease ends by itself, which is the pause before the next attempt.
      logger.error(`A look at promotions failed: ${stringifyError(error)}`);
    } finally {
      clearInterval(renewal);
    }
  }

  /** Goes on until there is nothing to do but wait, and returns until when. */
  async #bringForward(
    start: TrackedPromotion,
    first: Observation,
  ): Promise<Date> {
    const { store, timing, logger, onChange } = this.#options;
    let promotion = start;
    let observation = first;
    try {
      for (let step = 0; step < stepLimit; step++) {
        const decision = decide(promotion, { observation, timing });
        const { change, act, lookAgainAt } = decision;
        if (change) {
          promotion = await store.update({
            promotion,
            change,
            at: this.#now(),
          });
          await onChange(promotion);
        }
        if (act) {
          observation = {
            ...observation,
            ...(await this.#act(promotion, act)),
          };
        } else if (isEnded(promotion.state)) {
          return this.#now();
        } else if (change?.state) {
          observation = await this.#observeNext(promotion, observation);
        } else {
          return lookAgainAt ?? this.#now();
        }
      }
      throw new Error(`it took more than ${stepLimit} steps at once`);
    } catch (error) {
      logger.warn(
        `Promotion ${promotion.id} could not be brought forward: ${stringifyError(error)}`,
      );
      return retryTime({ now: this.#now(), failures: 1 });
    }
  }

  async #act(
    promotion: TrackedPromotion,
    act: 'open' | 'close',
  ): Promise<Partial<Observation>> {
    const { store } = this.#options;
    if (act === 'open') {
      const opening = await openPullRequest(promotion, {
        ...this.#options,
        contentsOf: id => store.contentsOf(id),
      });
      return {
        opening,
        ...(opening?.kind === 'seen' && { pullRequest: opening }),
      };
    }
    const closing = await closePullRequest(promotion, this.#options);
    return {
      closing,
      ...(closing?.kind === 'seen' && { pullRequest: closing }),
    };
  }

  /** What was seen stays good for the next state, where it is about the same thing. */
  async #observeNext(
    promotion: TrackedPromotion,
    before: Observation,
  ): Promise<Observation> {
    const isKnown =
      promotion.state === 'opening' ||
      (promotion.state === 'open' ? before.pullRequest : before.targets);
    if (isKnown) return before;
    const { forges, targets } = this.#options;
    const seen = await observe({
      forges,
      targets,
      promotions: [promotion],
      now: this.#now,
    });
    return seen.get(promotion.id) ?? { now: this.#now() };
  }
}

function byHost(promotions: TrackedPromotion[]): TrackedPromotion[][] {
  const groups = new Map<string, TrackedPromotion[]>();
  for (const promotion of promotions) {
    const [, , host = ''] = promotion.plan.repoUrl.split('/');
    groups.set(host, [...(groups.get(host) ?? []), promotion]);
  }
  return [...groups.values()];
}

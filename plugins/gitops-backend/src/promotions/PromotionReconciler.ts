import { setTimeout as delay } from 'node:timers/promises';
import { stringifyError } from '@backstage/errors';
import { PromotionLease, PromotionLeases } from '../store/PromotionLeases';
import { LastWords } from './LastWords';
import {
  Looked,
  PromotionSteps,
  PromotionStepsOptions,
} from './PromotionSteps';
import { PromotionSurroundings } from './Surroundings';
import { TrackedPromotion } from './TrackedPromotion';

const batchSize = 100;
const leaseMs = 30_000;
const renewMs = 10_000;
/** For so long what is under way is waited for when the portal stops. */
const patienceMs = 3_000;
/** How often a look waits for others that are under way or begin at the same moment. */
const lookAttempts = 20;

/** What the reconciler works with. */
export interface ReconcilerOptions extends Omit<
  PromotionStepsOptions,
  'lastWords' | 'now' | 'wake'
> {
  leases: PromotionLeases;
  surroundings: Pick<PromotionSurroundings, 'of'>;
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
  readonly #steps: PromotionSteps;
  readonly #lastWords: LastWords;
  readonly #now: () => Date;
  readonly #looks = new Set<Promise<void>>();
  /** By promotion, the look that it is in here. */
  readonly #underWay = new Map<string, Promise<void>>();
  #pump: Promise<void> | undefined;
  #again = false;
  #lastWordsAt = 0;
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;

  static create(options: ReconcilerOptions): PromotionReconciler {
    return new PromotionReconciler(options);
  }

  private constructor(options: ReconcilerOptions) {
    this.#options = options;
    this.#now = options.now ?? (() => new Date());
    this.#lastWords = LastWords.create({ ...options, now: this.#now });
    this.#steps = PromotionSteps.create({
      ...options,
      lastWords: this.#lastWords,
      now: this.#now,
      wake: ids => this.wake(ids),
    });
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

  /**
   * Looks at one promotion and waits for it; after a look that is under way here, because that may have missed what is
   * to be seen. Another replica that is at it is told to look again.
   */
  async lookNow(id: string): Promise<void> {
    const { leases } = this.#options;
    for (let attempt = 1; attempt <= lookAttempts; attempt++) {
      const now = this.#now();
      await leases.wake({ ids: [id], now });
      const lease = await leases.claim({
        now,
        until: new Date(now.getTime() + leaseMs),
        limit: 1,
        ids: [id],
      });
      if (lease.promotions.length > 0) {
        await this.#track(this.#look(lease), lease);
        break;
      }
      // It may have been claimed a moment ago, by a look that has not begun.
      const under = this.#underWay.get(id) ?? this.#pump;
      if (!under) break;
      await under;
    }
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
          const part = { token: lease.token, promotions };
          this.#track(this.#look(part), part);
        }
      }
      this.#sayOverdue();
      await this.#setTimer();
    } catch (error) {
      logger.error(
        `Promotions can't be looked at: ${stringifyError(error)}. Trying again in ${this.#options.timing.pollMs} ms.`,
      );
      this.#again = false;
      this.#kickIn(this.#options.timing.pollMs);
    }
  }

  #sayOverdue(): void {
    const { logger, timing } = this.#options;
    const now = this.#now().getTime();
    if (now < this.#lastWordsAt || this.#stopped) return;
    this.#lastWordsAt = now + timing.pollMs;
    const said = this.#lastWords.sayOverdue().catch(error => {
      logger.warn(
        `How promotions have ended could not be said: ${stringifyError(error)}`,
      );
    });
    this.#track(said, { token: '', promotions: [] });
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

  #track(look: Promise<void>, { promotions }: PromotionLease): Promise<void> {
    const tracked = look.finally(() => {
      this.#looks.delete(tracked);
      for (const { id } of promotions) this.#underWay.delete(id);
      this.kick();
    });
    this.#looks.add(tracked);
    for (const { id } of promotions) this.#underWay.set(id, tracked);
    return tracked;
  }

  async #look({ token, promotions: leased }: PromotionLease): Promise<void> {
    const { leases, logger } = this.#options;
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
      const looked = await this.#surround(promotions);
      const observations = await this.#steps.observe(looked);
      await Promise.all(
        looked.map(async each => {
          const { id } = each.promotion;
          const observation = observations.get(id) ?? { now: this.#now() };
          const nextLookAt = await this.#steps.bringForward(each, observation);
          await leases.release({ token, id, nextLookAt });
        }),
      );
    } catch (error) {
      // The lease ends by itself, which is the pause before the next attempt.
      logger.error(`A look at promotions failed: ${stringifyError(error)}`);
    } finally {
      clearInterval(renewal);
    }
  }

  /** One whose service can't be read now holds up no other: its lease ends by itself, which is the pause. */
  async #surround(promotions: TrackedPromotion[]): Promise<Looked[]> {
    const { logger, surroundings } = this.#options;
    const looked = await Promise.all(
      promotions.map(async promotion => {
        try {
          return { promotion, surroundings: await surroundings.of(promotion) };
        } catch (error) {
          logger.warn(
            `Promotion ${promotion.id} can't be looked at now: ${stringifyError(error)}`,
          );
          return undefined;
        }
      }),
    );
    return looked.flatMap(each => each ?? []);
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

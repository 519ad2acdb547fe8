import { setTimeout as delay } from 'node:timers/promises';
import { LoggerService } from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import {
  EnvironmentPolicy,
  isEnded,
} from '@fairlead/backstage-plugin-gitops-common';
import { PromotionLease, PromotionLeases } from '../store/PromotionLeases';
import { PromotionsStore } from '../store/PromotionsStore';
import { closePullRequest } from './actions/closePullRequest';
import { mergePullRequest } from './actions/mergePullRequest';
import { openPullRequest } from './actions/openPullRequest';
import { ContentOptions } from './actions/pullRequestContent';
import { rebasePlan } from './actions/rebasePlan';
import { showDisplay } from './actions/showDisplay';
import { updatePullRequest } from './actions/updatePullRequest';
import { retryTime } from './decide/backoff';
import { decide } from './decide';
import { PromotionAct } from './Decision';
import { Observation, PromotionTiming } from './Observation';
import { observe, ObserveOptions } from './observe';
import { OpeningAsUser } from './openAs/OpeningAsUser';
import { PlanRebaser } from './plan/rebase/PlanRebaser';
import { PromotionSurroundings, Surroundings } from './Surroundings';
import {
  NewPromotionEvent,
  PromotionChange,
  TrackedPromotion,
} from './TrackedPromotion';

const batchSize = 100;
const leaseMs = 30_000;
const renewMs = 10_000;
/** For so long what is under way is waited for when the portal stops. */
const patienceMs = 3_000;
/** How often a look waits for others that are under way or begin at the same moment. */
const lookAttempts = 20;
/** More steps than any promotion takes at once: whoever takes more runs in a circle. */
const stepLimit = 40;

/** What the reconciler works with. */
export interface ReconcilerOptions
  extends
    Omit<ContentOptions, 'contentsOf'>,
    Pick<ObserveOptions, 'forges' | 'gates' | 'targets'> {
  store: PromotionsStore;
  leases: PromotionLeases;
  rebaser: Pick<PlanRebaser, 'rebase'>;
  /** Absent: pull requests are opened as the portal. */
  openingAsUser?: OpeningAsUser;
  surroundings: Pick<PromotionSurroundings, 'of'>;
  timing: PromotionTiming;
  onChange: PromotionListener;
  logger: LoggerService;
  now?: () => Date;
}

/** Told of each change that was written; `before` is absent for a promotion that is new. It must not reject. */
export type PromotionListener = (change: {
  before?: TrackedPromotion;
  after: TrackedPromotion;
  events: NewPromotionEvent[];
  policy: EnvironmentPolicy;
}) => Promise<void>;

/** A promotion that is looked at, and what it is judged by. */
interface Looked {
  promotion: TrackedPromotion;
  surroundings: Surroundings;
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
  /** By promotion, the look that it is in here. */
  readonly #underWay = new Map<string, Promise<void>>();
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
    const { leases, logger, surroundings } = this.#options;
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
      const looked = await Promise.all(
        promotions.map(async promotion => ({
          promotion,
          surroundings: await surroundings.of(promotion),
        })),
      );
      const observations = await this.#observe(looked);
      await Promise.all(
        looked.map(async each => {
          const { id } = each.promotion;
          const observation = observations.get(id) ?? { now: this.#now() };
          const nextLookAt = await this.#bringForward(each, observation);
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

  #observe(promotions: Looked[]): Promise<Map<string, Observation>> {
    return observe({
      ...this.#options,
      lanes: this.#options.store,
      promotions,
      now: this.#now,
    });
  }

  /** Goes on until there is nothing to do but wait, and returns until when. */
  async #bringForward(looked: Looked, first: Observation): Promise<Date> {
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
            return this.#now();
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
            ...(await this.#act(promotion, { act, policy })),
          };
        } else if (lookAgainAt || !change) {
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

  async #write(
    before: TrackedPromotion,
    options: { change: PromotionChange; policy: EnvironmentPolicy },
  ): Promise<TrackedPromotion> {
    const { store, onChange } = this.#options;
    const { change, policy } = options;
    const after = await store.update({
      promotion: before,
      change,
      at: this.#now(),
    });
    await onChange({ before, after, events: change.events ?? [], policy });
    return after;
  }

  /** The last word on the pull request; and whoever waits for the lane may go on. */
  async #afterEnd(promotion: TrackedPromotion): Promise<void> {
    const { store } = this.#options;
    await this.wake(await store.queuedInLane(promotion));
    if (promotion.pullRequest) await showDisplay(promotion, this.#options);
  }

  async #act(
    promotion: TrackedPromotion,
    options: { act: PromotionAct; policy: EnvironmentPolicy },
  ): Promise<Partial<Observation>> {
    const { store } = this.#options;
    const content = {
      ...this.#options,
      policy: options.policy,
      contentsOf: (id: string) => store.contentsOf(id),
    };
    switch (options.act) {
      case 'open': {
        const opening = await openPullRequest(promotion, content);
        return {
          opening,
          ...(opening?.kind === 'seen' && { pullRequest: opening }),
        };
      }
      case 'close': {
        const closing = await closePullRequest(promotion, this.#options);
        return {
          closing,
          ...(closing?.kind === 'seen' && { pullRequest: closing }),
        };
      }
      case 'rebase':
        return { rebase: await rebasePlan(promotion, this.#options) };
      case 'update': {
        const updating = await updatePullRequest(promotion, content);
        return {
          updating,
          ...('pullRequest' in updating && {
            pullRequest: { kind: 'seen', pullRequest: updating.pullRequest },
          }),
        };
      }
      case 'show':
        return { shown: await showDisplay(promotion, this.#options) };
      default:
        return mergePullRequest(promotion, {
          ...this.#options,
          how: options.act === 'merge' ? 'now' : 'scheduled',
        });
    }
  }

  /** What was seen stays good for the next state, where it is about the same thing. */
  async #observeNext(
    looked: Looked,
    before: Observation,
  ): Promise<Observation> {
    const { promotion } = looked;
    if (promotion.state === 'opening') return before;
    const seen = await this.#observe([looked]);
    const after = seen.get(promotion.id) ?? { now: this.#now() };
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

function byHost(promotions: TrackedPromotion[]): TrackedPromotion[][] {
  const groups = new Map<string, TrackedPromotion[]>();
  for (const promotion of promotions) {
    const [, , host = ''] = promotion.plan.repoUrl.split('/');
    groups.set(host, [...(groups.get(host) ?? []), promotion]);
  }
  return [...groups.values()];
}

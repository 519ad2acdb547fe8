import { createHash } from 'crypto';
import { LoggerService } from '@backstage/backend-plugin-api';
import { isError, stringifyError } from '@backstage/errors';
import { EnvironmentPolicy } from '@fairlead/backstage-plugin-gitops-common';
import { PromotionsStore } from '../../store/PromotionsStore';
import { PromotionSurroundings } from '../Surroundings';
import { HoldKeeper } from '../requests/HoldKeeper';
import { TrackedPromotion } from '../TrackedPromotion';
import { RollbackService } from './RollbackService';

/** What automatic rollbacks work with. */
export interface AutomaticRollbacksOptions {
  holds: Pick<HoldKeeper, 'afterHotfix' | 'afterRollback'>;
  logger: LoggerService;
  rollbacks: Pick<RollbackService, 'answer'>;
  store: PromotionsStore;
  surroundings: Pick<PromotionSurroundings, 'of'>;
  now?: () => Date;
}

/** No policy lets a failure be older than this. */
const oldestMs = 24 * 60 * 60_000;
/** More than there ever are under way. */
const manyLanes = 1_000;

/** Answers failed promotions with a rollback, where the environment asks for it. */
export class AutomaticRollbacks {
  readonly #options: AutomaticRollbacksOptions;
  readonly #now: () => Date;

  static create(options: AutomaticRollbacksOptions): AutomaticRollbacks {
    return new AutomaticRollbacks(options);
  }

  private constructor(options: AutomaticRollbacksOptions) {
    this.#options = options;
    this.#now = options.now ?? (() => new Date());
  }

  /** Looks at everything that failed lately: at what just did, and at what a crash has left unanswered. */
  async sweep(): Promise<void> {
    const { logger, store } = this.#options;
    await this.#holdWhatIsUnderWay();
    const since = new Date(this.#now().getTime() - oldestMs);
    const ended = await store.failedSince(since);
    for (const failed of ended.filter(each => isAnswerable(each))) {
      try {
        await this.#answer(failed);
      } catch (error) {
        logger.warn(
          `Promotion ${failed.id} could not be rolled back: ${stringifyError(error)}`,
        );
      }
    }
  }

  /** Whoever begins one does the same right after; unless that is the moment at which the backend dies. */
  async #holdWhatIsUnderWay(): Promise<void> {
    const { holds, store } = this.#options;
    const underWay = { active: true, limit: manyLanes };
    const [rollbacks, hotfixes] = await Promise.all([
      store.list({ ...underWay, kind: 'rollback' }),
      store.list({ ...underWay, kind: 'hotfix' }),
    ]);
    for (const each of rollbacks) {
      await holds.afterRollback(each);
      const { rollsBack } = each.links;
      const failed = rollsBack && (await store.get(rollsBack));
      if (failed && !failed.links.rolledBackBy) {
        await store.link({ id: failed.id, links: { rolledBackBy: each.id } });
      }
    }
    // One hold for all waves of it.
    const first = hotfixes.filter(({ wave }) => !wave || wave.index === 1);
    for (const each of first) await holds.afterHotfix(each);
  }

  async #answer(failed: TrackedPromotion): Promise<void> {
    const { rollbacks, store, surroundings } = this.#options;
    const { policy, toTargets } = await surroundings.of(failed);
    const now = this.#now();
    if (!isWanted(failed, { policy, now })) return;
    // Only when the lane is settled: what is under way may mend it, and a later attempt has the last word.
    if ((await store.underWayInLane(failed)).length > 0) return;
    const newest = await store.newestInLane(failed);
    if (newest?.id !== failed.id) return;
    try {
      await rollbacks.answer({
        failed,
        id: rollbackIdOf(failed.id),
        targets: toTargets,
      });
    } catch (error) {
      if (!isFinal(error)) throw error;
      await store.addEvents({
        id: failed.id,
        at: now,
        events: [
          {
            key: 'rollback-impossible',
            type: 'rollback-impossible',
            message: `It can't be rolled back automatically: ${error.message}`,
          },
        ],
      });
    }
  }
}

/** A rollback is never rolled back, and nothing twice. */
function isAnswerable({ kind, links, pullRequest }: TrackedPromotion) {
  return (
    kind !== 'rollback' &&
    !links.rolledBackBy &&
    pullRequest?.mergeSha !== undefined
  );
}

/** Whether the environment asks for it, and the failure is no old one. */
export function isWanted(
  failed: Pick<TrackedPromotion, 'finishedAt'>,
  options: { policy: Pick<EnvironmentPolicy, 'rollback'>; now: Date },
): boolean {
  const { policy, now } = options;
  const { automatic, maxAgeMs } = policy.rollback;
  const age = now.getTime() - Date.parse(failed.finishedAt ?? '');
  return automatic && age <= maxAgeMs;
}

/** Always the same for the same promotion, so that the database refuses a second one. */
function rollbackIdOf(id: string): string {
  const hash = createHash('sha256').update(`rollback ${id}`).digest('hex');
  return [
    hash.slice(0, 8),
    hash.slice(8, 12),
    `5${hash.slice(13, 16)}`,
    `8${hash.slice(17, 20)}`,
    hash.slice(20, 32),
  ].join('-');
}

function isFinal(error: unknown): error is Error {
  return (
    isError(error) &&
    ['ConflictError', 'InputError', 'NotFoundError'].includes(error.name)
  );
}

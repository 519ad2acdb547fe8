import { TrackedPromotion } from '../TrackedPromotion';
import { NewRestriction, Restrictions } from '../../restrictions/Restrictions';

/** What a rollback or hotfix forbids afterwards, so that automatic promotion does not undo it. */
export class HoldKeeper {
  readonly #restrictions: Restrictions;
  readonly #now: () => Date;

  static create(options: {
    restrictions: Restrictions;
    now?: () => Date;
  }): HoldKeeper {
    return new HoldKeeper(options);
  }

  private constructor(options: {
    restrictions: Restrictions;
    now?: () => Date;
  }) {
    this.#restrictions = options.restrictions;
    this.#now = options.now ?? (() => new Date());
  }

  /** Automatic promotion is held, so that an older version does not take the hotfix's place. */
  async afterHotfix(hotfix: TrackedPromotion): Promise<void> {
    await this.#create(hotfix, {
      kind: 'hold',
      reason: `A hotfix skipped ${hotfix.skips.join(', ') || 'environments'}: ${hotfix.reason}`,
    });
  }

  /** Automatic promotion is held, and the version that went wrong does not come again, until a person says otherwise. */
  async afterRollback(rollback: TrackedPromotion): Promise<void> {
    await this.#create(rollback, {
      kind: 'hold',
      reason: `It was rolled back: ${rollback.reason}`,
    });
    await this.#create(rollback, {
      kind: 'veto',
      version: rollback.plan.fromVersion,
      reason: `It was rolled back: ${rollback.reason}`,
    });
  }

  async #create(
    promotion: TrackedPromotion,
    what: Pick<NewRestriction, 'kind' | 'version' | 'reason'>,
  ): Promise<void> {
    const { id, entityRef, to, requestedBy } = promotion;
    await this.#restrictions.create({
      restriction: {
        ...what,
        scope: { entityRef, environment: to },
        createdBy: requestedBy,
        promotionId: id,
      },
      at: this.#now(),
    });
  }
}

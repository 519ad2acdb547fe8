import { AuthService, LoggerService } from '@backstage/backend-plugin-api';
import {
  parseEntityRef,
  RELATION_OWNED_BY,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import { stringifyError } from '@backstage/errors';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { NotificationService } from '@backstage/plugin-notifications-node';
import { Promotion } from '@fairlead/backstage-plugin-gitops-common';
import { NotableChange } from './NotableChange';
import { notificationsOf } from './notificationsOf';
import { PromotionNotification } from './PromotionNotification';

/** What people are told with. */
export interface PromotionNotifierOptions {
  notifications: NotificationService;
  auth: AuthService;
  catalog: CatalogService;
  logger: LoggerService;
}

/**
 * Tells people of promotions through the portal's notifications. Nothing waits for it, and nothing fails by it: a portal
 * without the notifications plugin says so once in its log.
 */
export class PromotionNotifier {
  static create(options: PromotionNotifierOptions): PromotionNotifier {
    return new PromotionNotifier(options);
  }

  readonly #options: PromotionNotifierOptions;
  #sent: Promise<void> = Promise.resolve();
  #isAbsent = false;

  private constructor(options: PromotionNotifierOptions) {
    this.#options = options;
  }

  /** Returns at once. What it sends arrives in this order, so that the last word on a promotion is the last one. */
  async notify(change: NotableChange): Promise<void> {
    const { after } = change;
    for (const notification of notificationsOf(change)) {
      this.#sent = this.#sent.then(() => this.#send(after, notification));
    }
  }

  /** Waits for what is being sent. */
  async idle(): Promise<void> {
    await this.#sent;
  }

  async #send(
    promotion: Promotion,
    notification: PromotionNotification,
  ): Promise<void> {
    const { notifications, logger } = this.#options;
    const { to, except, ...rest } = notification;
    if (this.#isAbsent) return;
    try {
      const entityRef = await this.#resolve(to, promotion);
      if (entityRef.length === 0) return;
      await notifications.send({
        recipients: {
          type: 'entity',
          entityRef,
          ...(except && { excludeEntityRef: except }),
        },
        payload: {
          ...rest,
          link: `/gitops/promotions/${promotion.id}`,
          // The portal shows one notification of a promotion to each user: the last.
          scope: `promotion:${promotion.id}`,
        },
      });
    } catch (error) {
      if (isNotThere(error)) {
        this.#isAbsent = true;
        logger.info(
          'This portal has no notifications plugin: nobody is told of promotions outside of their pages.',
        );
        return;
      }
      logger.warn(
        `Nobody was notified of promotion ${promotion.id}: ${stringifyError(error)}`,
      );
    }
  }

  async #resolve(to: string[], { entityRef }: Promotion): Promise<string[]> {
    const refs = await Promise.all(
      to.map(async ref =>
        ref === 'owners'
          ? this.#ownersOf(entityRef)
          : [
              stringifyEntityRef(
                parseEntityRef(ref, {
                  defaultKind: 'group',
                  defaultNamespace: 'default',
                }),
              ),
            ],
      ),
    );
    return [...new Set(refs.flat())];
  }

  async #ownersOf(entityRef: string): Promise<string[]> {
    const { auth, catalog } = this.#options;
    const entity = await catalog.getEntityByRef(entityRef, {
      credentials: await auth.getOwnServiceCredentials(),
    });
    return (entity?.relations ?? [])
      .filter(({ type }) => type === RELATION_OWNED_BY)
      .map(({ targetRef }) => targetRef);
  }
}

/** The service tells it by its message only. */
function isNotThere(error: unknown): boolean {
  return error instanceof Error && /\bstatus 404\b/.test(error.message);
}

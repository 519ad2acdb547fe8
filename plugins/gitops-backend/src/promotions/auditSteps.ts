import { AuditorService, LoggerService } from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import { NewPromotionEvent, TrackedPromotion } from './TrackedPromotion';

/**
 * Leaves an audit event of each step that a promotion takes by itself or because of what happened on the forge and in
 * the clusters. What people ask for in the portal has audit events of its own.
 */
export async function auditSteps(
  change: { after: TrackedPromotion; events: readonly NewPromotionEvent[] },
  options: { auditor: AuditorService; logger: LoggerService },
): Promise<void> {
  const { after, events } = change;
  const { auditor, logger } = options;
  const { id, entityRef, from, to, kind, automatic, state } = after;
  for (const { type, message, actor } of events) {
    try {
      const event = await auditor.createEvent({
        eventId: 'promotion-step',
        severityLevel: 'low',
        meta: {
          promotionId: id,
          entityRef,
          from,
          to,
          kind,
          automatic,
          state,
          step: type,
          message,
          ...(actor && { actor }),
        },
      });
      await event.success();
    } catch (error) {
      logger.warn(
        `No audit event was left of a step of promotion ${id}: ${stringifyError(error)}`,
      );
    }
  }
}

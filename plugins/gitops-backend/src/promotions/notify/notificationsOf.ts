import { isEnded, Promotion } from '@fairlead/backstage-plugin-gitops-common';
import { approvalRequest } from './approvalRequest';
import { endNotifications } from './endNotifications';
import { needsOf } from './needsOf';
import { NotableChange } from './NotableChange';
import { PromotionNotification } from './PromotionNotification';
import { described, subjectOf } from './subjectOf';

/**
 * Whom a change concerns, and what to tell them: whoever asked for the promotion hears how it ended and when it needs
 * them; whoever may approve, that an approval is wanted; the owner of the service, of failures and rollbacks. What
 * Fairlead began by itself concerns the owner where it went wrong.
 */
export function notificationsOf(
  change: NotableChange,
): PromotionNotification[] {
  const { before, after } = change;
  if (!before) return after.kind === 'rollback' ? [rollbackBegun(after)] : [];
  if (isEnded(before.state)) return [];
  if (isEnded(after.state)) return endNotifications(change);
  return [
    ...needsOf({ ...change, before }),
    ...approvalRequest({ ...change, before }),
  ];
}

function rollbackBegun(promotion: Promotion): PromotionNotification {
  const { to, reason, automatic, requestedBy } = promotion;
  return {
    to: ['owners'],
    ...(!automatic && { except: requestedBy }),
    topic: 'rollback',
    severity: 'high',
    title: `Rollback in ${to}: back to ${subjectOf(promotion)}`,
    description: described(reason),
  };
}

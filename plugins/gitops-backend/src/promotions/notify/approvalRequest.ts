import { Promotion } from '@fairlead/backstage-plugin-gitops-common';
import { changeKey } from '../../approvals/changeKey';
import { requesterOf } from './audience';
import { NotableChange } from './NotableChange';
import { PromotionNotification } from './PromotionNotification';
import { described, subjectOf } from './subjectOf';

const gateId = 'approvals';

/** Asks for approvals, and again when the change is another one. */
export function approvalRequest(
  change: NotableChange & { before: Promotion },
): PromotionNotification[] {
  const { before, after, policy } = change;
  const { approvals } = policy.gates;
  const isNew =
    !isWaiting(before) || changeKey(before.plan) !== changeKey(after.plan);
  if (!approvals || !isWaiting(after) || !isNew) return [];
  const requester = requesterOf(after);
  return [
    {
      to: approvals.from,
      // They may not approve of what they asked for themselves.
      ...(requester && { except: requester }),
      topic: 'approval-wanted',
      severity: 'normal',
      title: `Approval wanted: ${subjectOf(after)} to ${after.to}`,
      description: described(after.reason),
    },
  ];
}

function isWaiting({ gates }: Promotion): boolean {
  return gates.some(
    ({ gate, status, overridden }) =>
      gate === gateId && status === 'waiting' && !overridden,
  );
}

import {
  isEnded,
  isPassed,
  Promotion,
} from '@fairlead/backstage-plugin-gitops-common';
import { mayOverride } from '../gates/mayOverride';

const afterMerge: ReadonlyArray<Promotion['state']> = [
  'merged',
  'synced',
  'settling',
];

/** Why a promotion can't be approved by someone; undefined when it can. */
export function whyNotApprovable(
  promotion: Pick<Promotion, 'state' | 'gates' | 'requestedBy'>,
  user: string,
): string | undefined {
  const { state, gates, requestedBy } = promotion;
  if (isEnded(state)) return `It has ended already: ${state}.`;
  if (afterMerge.includes(state)) return 'It is merged already.';
  if (!gates.some(({ gate }) => gate === 'approvals')) {
    return 'No approval is asked for.';
  }
  return user === requestedBy
    ? 'You requested it, so it takes somebody else to approve it.'
    : undefined;
}

/** Why a gate of a promotion can't be overridden; undefined when it can. */
export function whyNotOverridable(
  promotion: Pick<Promotion, 'state' | 'gates'>,
  gate?: string,
): string | undefined {
  const { state, gates } = promotion;
  if (isEnded(state)) return `It has ended already: ${state}.`;
  if (gate === undefined) {
    return gates.every(isPassed) ? 'Every gate is passed.' : undefined;
  }
  const found = gates.find(each => each.gate === gate);
  return found ? mayOverride(found) : `It has no gate "${gate}".`;
}

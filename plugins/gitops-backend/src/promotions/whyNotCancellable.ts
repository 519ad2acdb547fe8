import { isEnded, Promotion } from '@fairlead/backstage-plugin-gitops-common';

/** Why a promotion can't be cancelled; undefined when it can. */
export function whyNotCancellable(
  promotion: Pick<Promotion, 'state' | 'to'>,
): string | undefined {
  const { state, to } = promotion;
  if (isEnded(state)) return `It has ended already: it is ${state}.`;
  return ['merged', 'synced', 'settling'].includes(state)
    ? `It is merged already, so it can't be cancelled: promote another version to ${to} instead.`
    : undefined;
}

import {
  isEnded,
  isSameVersion,
  Promotion,
  Version,
} from '@fairlead/backstage-plugin-gitops-common';

/**
 * Whether automatic promotion leaves a version alone: it is under way, was done, or a person or the outcome has said no
 * to it, all of which is forgotten once another version has made it there. So does whatever waits there that is no
 * plain promotion: a rollback or a fix is not pushed aside.
 *
 * @remarks
 * A version that was there and that another one has replaced is never brought back. Where two environments come before
 * this one and run different versions, each of them would else take the other's place for ever.
 */
export function isSettledMatter(
  /** Of the lane, newest first. */
  past: ReadonlyArray<Pick<Promotion, 'kind' | 'plan' | 'state'>>,
  version: Version,
): boolean {
  const isIt = (other: Version) => isSameVersion(other, version);
  const forward = past.filter(({ kind }) => kind !== 'rollback');
  const stood = forward
    .filter(({ state }) => state === 'succeeded')
    .some(({ plan }) => isIt(plan.fromVersion) || isIt(plan.toVersion));
  const isTaken = past.some(
    ({ kind, state }) => kind !== 'promotion' && !isEnded(state),
  );
  if (stood || isTaken) return true;
  for (const { kind, plan, state } of past) {
    const isSame = isIt(plan.toVersion);
    if (isSame && kind !== 'rollback') return true;
    if (!isSame && state === 'succeeded') return false;
  }
  return false;
}

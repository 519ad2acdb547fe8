import { RolloutState } from '@fairlead/backstage-plugin-gitops-common';
import { phaseOf } from '../parse';
import { Canary } from '../schema';
import { CanaryWorkloads, imagesDiffer, isCopied } from './workloads';

/** How a Canary stands, and whether that is about what Git declares now. */
export interface CanaryState {
  state: RolloutState;
  /** The target has changed, and Flagger has not looked at it yet: the phase is about the version before. */
  unseen: boolean;
}

const waiting = ['Waiting', 'WaitingPromotion'];
const working = ['', 'Initializing', 'Progressing', 'Promoting', 'Finalising'];
const settled = ['Initialized', 'Succeeded'];

/**
 * One word for Flagger's phases.
 *
 * @remarks
 * Flagger looks once in an interval, and keeps its phase until then. So a phase that looks final is not, when the
 * target has changed since: `Succeeded` of the version before proves nothing, and a version that comes after one that
 * has failed is not aborted yet.
 */
export function stateOf(
  canary: Canary,
  workloads: CanaryWorkloads,
): CanaryState {
  const phase = phaseOf(canary);
  const going: RolloutState = canary.spec.suspend ? 'paused' : 'progressing';
  if (waiting.includes(phase)) {
    return { state: canary.spec.suspend ? 'paused' : 'waiting', unseen: false };
  }
  if (working.includes(phase)) return { state: going, unseen: false };
  if (settled.includes(phase)) {
    const unseen = isUnseenAfterSuccess(canary, workloads);
    return { state: unseen ? going : 'stable', unseen };
  }
  if (phase === 'Failed') {
    const unseen = isUnseenAfterFailure(canary, workloads);
    if (unseen) return { state: going, unseen };
    return {
      state: isTakenBack(canary, workloads) ? 'stable' : 'aborted',
      unseen,
    };
  }
  return {
    state: phase === 'Terminating' ? 'progressing' : 'unknown',
    unseen: false,
  };
}

/**
 * The version that failed is no longer declared: Git has gone back to what was promoted last. Flagger brings nothing
 * in then, and its phase stays as it is. Only newer versions of it note that they have seen it.
 */
function isTakenBack(canary: Canary, workloads: CanaryWorkloads): boolean {
  return isCopied(workloads) || isPromoted(canary);
}

/** What Flagger has looked at last is what it has promoted last. */
function isPromoted({ status }: Canary): boolean {
  const promoted = status?.lastPromotedSpec;
  return Boolean(promoted) && status?.lastAppliedSpec === promoted;
}

// Times say more only while nobody looks: after a look at what changed nothing for it, Flagger writes none.
function isUnseenAfterSuccess(
  canary: Canary,
  workloads: CanaryWorkloads,
): boolean {
  return (
    imagesDiffer(workloads) ||
    (canary.spec.suspend === true && isChangedSince(canary, workloads))
  );
}

// In this phase Flagger writes the time of each look.
function isUnseenAfterFailure(
  canary: Canary,
  workloads: CanaryWorkloads,
): boolean {
  return (
    isChangedSince(canary, workloads) ||
    (isPromoted(canary) && imagesDiffer(workloads))
  );
}

function isChangedSince(
  { status }: Canary,
  workloads: CanaryWorkloads,
): boolean {
  const changed = Date.parse(workloads.target?.changedAt ?? '');
  const looked = Date.parse(status?.lastTransitionTime ?? '');
  return changed > looked && !isCopied(workloads);
}

import { TargetStatus } from '@fairlead/backstage-plugin-gitops-common';
import { TrackedPromotion } from '../TrackedPromotion';
import { explainTarget } from './explainTarget';
import { liveEvidence } from './liveEvidence';

/** A failure to sync the merge or what came after it; undefined when there is none. The target is compared at it. */
export function syncFailure(
  status: TargetStatus,
  promotion: TrackedPromotion,
): string | undefined {
  const { operation, conditions } = status;
  const mergedAt = Date.parse(promotion.pullRequest?.mergedAt ?? '') || 0;
  const began = operation?.startedAt ?? operation?.finishedAt;
  const failed =
    (operation?.phase === 'Failed' || operation?.phase === 'Error') &&
    (!began || Date.parse(began) >= mergedAt);
  const syncError = conditions.some(({ type }) => type === 'SyncError');
  return failed || syncError
    ? explainTarget(status) || 'the engine does not say why'
    : undefined;
}

/** Why a target that is compared at the merge is not synced to it all the same. */
export function unsyncedBecause(options: {
  promotion: TrackedPromotion;
  status: TargetStatus;
  name: string;
  /** Git says that the promoted values are still there. */
  known: boolean;
}): string | undefined {
  const { promotion, status, name, known } = options;
  const { operation, sync, stale } = status;
  if (stale) return `Waiting for a fresh status of ${name}: ${stale}`;
  switch (operation?.phase) {
    case 'Running':
    case 'Terminating':
    case 'WaitingRetry': {
      const words = operation.message ? `: ${operation.message}` : '';
      return `${name} is syncing${words}.`;
    }
    case 'Failed':
    case 'Error':
      return `The last sync of ${name}, before the merge, failed: ${explainTarget(status)}.`;
    default:
  }
  const trouble = reportedTrouble(status, name);
  if (trouble) return trouble;
  if (sync.status !== 'Synced') {
    return `Waiting for ${name} to sync: it is ${sync.status}.`;
  }
  const live = liveEvidence(promotion.plan, status);
  // Otherwise its health says more: a rollout that is stuck leaves the old version beside the new one for ever.
  if (live.kind === 'mixed' && status.health.status === 'Healthy') {
    return `${name} is rolling out: ${live.detail}.`;
  }
  if (live.kind === 'other') {
    return `Waiting for ${name} to run what is in Git: ${live.detail}.`;
  }
  if (live.kind === 'none' && !known) {
    return `Neither Git nor the live state of ${name} shows whether it runs the promoted version.`;
  }
  return undefined;
}

/** What keeps the engine from comparing or syncing, in its words; undefined when it says nothing of that. */
export function reportedTrouble(
  { conditions }: TargetStatus,
  name: string,
): string | undefined {
  const error = conditions.find(
    ({ severity, concerns }) => severity === 'error' && concerns !== 'health',
  );
  return error && `${name} reports ${error.type}: ${error.message}.`;
}

/** The engine is content, and nothing shows what runs. */
export function isUntellable(
  status: TargetStatus,
  promotion: TrackedPromotion,
): boolean {
  return (
    status.sync.status === 'Synced' &&
    liveEvidence(promotion.plan, status).kind === 'none'
  );
}

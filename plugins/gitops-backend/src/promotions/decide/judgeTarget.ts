import {
  PlannedEdit,
  TargetStatus,
  versionLabel,
} from '@fairlead/backstage-plugin-gitops-common';
import { PromotionTiming, TargetSighting } from '../Observation';
import { TrackedPromotion, TrackedTarget } from '../TrackedPromotion';
import { explainTarget } from './explainTarget';
import { judgeRevisions } from './judgeRevisions';
import { liveEvidence } from './liveEvidence';

/** How one target is doing. */
export interface TargetJudgement {
  tracked: TrackedTarget;
  verdict:
    'waiting' | 'synced' | 'healthy' | 'failed' | 'superseded' | 'errored';
  /** The target as people call it. */
  name: string;
}

interface JudgeOptions {
  promotion: TrackedPromotion;
  sighting: TargetSighting;
  timing: PromotionTiming;
  now: Date;
}

/**
 * Judges one target after the merge.
 *
 * @remarks
 * Time only counts while we can see: a cluster or forge that can't be read stops every clock, and with them every
 * verdict. Synced means: compared at a revision that contains the merge, with the promoted values still there, live
 * equal to it, nothing running and nothing failed. Only then health counts.
 */
export function judgeTarget(options: JudgeOptions): TargetJudgement {
  const { promotion, sighting, timing, now } = options;
  const { targetId, target } = sighting;
  const before = promotion.progress.find(each => each.targetId === targetId);
  const name = target?.status.object.name ?? nameOf(targetId);
  const shownSince = before?.shownSince;
  const judged = (
    verdict: TargetJudgement['verdict'],
    message: string,
    rest: Partial<TrackedTarget> = {},
  ): TargetJudgement => ({
    tracked: {
      targetId,
      synced: false,
      message,
      ...(shownSince && { shownSince }),
      ...rest,
    },
    verdict,
    name,
  });
  const since = (moment: string | undefined) => moment ?? now.toISOString();
  const lasted = (moment: string, ms: number) =>
    now.getTime() - Date.parse(moment) >= ms;

  if (!target || target.status.deletingSince) {
    const missingSince = since(before?.missingSince);
    const what = target
      ? `${name} is being deleted`
      : `${name} is not there any more`;
    return lasted(missingSince, timing.graceMs)
      ? judged('failed', `${what}.`, { missingSince })
      : judged('waiting', `${what}. Waiting a moment for it to come back.`, {
          missingSince,
        });
  }
  const { status, unreachable } = target;
  if (unreachable) {
    return judged(
      'waiting',
      `${name} can't be read since ${unreachable.since}: ${unreachable.message}. Waiting until it can be.`,
      { synced: before?.synced ?? false },
    );
  }

  const revisions = judgeRevisions({ promotion, sighting, name });
  if (revisions.kind === 'gone') {
    return judged(revisions.verdict, revisions.message);
  }
  if (revisions.kind === 'untold') return judged('waiting', revisions.message);

  const failing = syncFailure(status, promotion);
  if (failing) {
    const syncFailingSince = since(before?.syncFailingSince);
    const waitingSince = since(before?.waitingSince);
    const message = `${name} could not be synced: ${failing}.`;
    return judged(
      lasted(syncFailingSince, timing.graceMs) ? 'failed' : 'waiting',
      message,
      { syncFailingSince, waitingSince },
    );
  }

  const reverted =
    revisions.kind === 'at-merge' &&
    shownSince &&
    rolledBackTo(status, promotion);
  if (reverted) {
    const revertedSince = since(before?.revertedSince);
    const message = `${name} ran the promoted version and runs ${reverted} again, while Git says the promoted one: its controller has rolled it back${whyUnwell(status)}.`;
    return judged(
      lasted(revertedSince, timing.graceMs) ? 'failed' : 'waiting',
      message,
      { revertedSince },
    );
  }

  const unsynced =
    revisions.kind === 'before'
      ? revisions.message
      : unsyncedBecause({ promotion, status, name, known: revisions.known });
  if (unsynced) {
    // Nobody promised when a person syncs.
    if (!status.autoSync.enabled && status.sync.status === 'OutOfSync') {
      return judged(
        'waiting',
        `${unsynced} Automatic sync is off: sync it by hand.`,
      );
    }
    const waitingSince = since(before?.waitingSince);
    if (!lasted(waitingSince, timing.syncTimeoutMs)) {
      return judged('waiting', unsynced, { waitingSince });
    }
    const why = explainTarget(status);
    return judged(
      revisions.kind === 'at-merge' && isUntellable(status, promotion)
        ? 'errored'
        : 'failed',
      `${name} has not synced within ${minutes(timing.syncTimeoutMs)}. ${unsynced}${why ? ` ${why}.` : ''}`,
      { waitingSince },
    );
  }
  const isShown = liveEvidence(promotion.plan, status).kind === 'shown';
  const seen = shownSince ?? (isShown ? now.toISOString() : undefined);
  return judgeHealth({
    ...options,
    status,
    before,
    name,
    ...(seen && { shownSince: seen }),
  });
}

/** The version before this one, if that is all that runs, and the engine is done with syncing. */
function rolledBackTo(
  status: TargetStatus,
  { plan }: TrackedPromotion,
): string | undefined {
  if (status.operation?.phase === 'Running') return undefined;
  if (liveEvidence(plan, status).kind !== 'other') return undefined;
  const before = liveEvidence(
    { ...plan, toVersion: plan.fromVersion, edits: reversed(plan.edits) },
    status,
  );
  return before.kind === 'shown'
    ? versionLabel(plan.fromVersion) || 'the version before'
    : undefined;
}

function reversed(edits: readonly PlannedEdit[]): PlannedEdit[] {
  return edits.map(edit => ({ ...edit, from: edit.to, to: edit.from }));
}

function whyUnwell(status: TargetStatus): string {
  const why = explainTarget(status);
  return why ? `: ${why}` : '';
}

function judgeHealth(
  options: JudgeOptions & {
    status: TargetStatus;
    before: TrackedTarget | undefined;
    name: string;
    shownSince?: string;
  },
): TargetJudgement {
  const { sighting, status, before, name, timing, now, shownSince } = options;
  const { targetId } = sighting;
  const { health } = status;
  const at = now.toISOString();
  const judged = (
    verdict: TargetJudgement['verdict'],
    message: string,
    rest: Partial<TrackedTarget>,
  ): TargetJudgement => ({
    tracked: {
      targetId,
      synced: true,
      message,
      ...(shownSince && { shownSince }),
      ...rest,
    },
    verdict,
    name,
  });
  const lasted = (since: string, ms: number) =>
    now.getTime() - Date.parse(since) >= ms;
  const why = explainTarget(status);
  const because = why ? `: ${why}` : '';

  if (health.status === 'Healthy') {
    // An interruption that nobody saw shows in the time that the engine gives.
    const seenSince = before?.healthySince ?? at;
    const moments = [seenSince, health.since ?? seenSince]
      .map(moment => Date.parse(moment))
      .filter(moment => moment <= now.getTime());
    return judged('healthy', `${name} is synced and healthy.`, {
      healthySince: new Date(Math.max(...moments)).toISOString(),
    });
  }
  if (health.status === 'Degraded') {
    const degradedSince = before?.degradedSince ?? at;
    return lasted(degradedSince, timing.graceMs)
      ? judged('failed', `${name} is degraded${because}.`, { degradedSince })
      : judged(
          'synced',
          `${name} is degraded${because}. Waiting a moment for it to recover.`,
          { degradedSince },
        );
  }
  if (health.status === 'Suspended') {
    return judged(
      'synced',
      `${name} is suspended${because}. Waiting for it to be resumed.`,
      {},
    );
  }
  const unsettledSince = before?.unsettledSince ?? at;
  return lasted(unsettledSince, timing.syncTimeoutMs)
    ? judged(
        'failed',
        `${name} has not become healthy within ${minutes(timing.syncTimeoutMs)}; it is ${health.status}${because}.`,
        { unsettledSince },
      )
    : judged(
        'synced',
        `Waiting for ${name} to become healthy: it is ${health.status}${because}.`,
        { unsettledSince },
      );
}

/** A failure that is about this merge or what came after it; undefined when there is none. */
function syncFailure(
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

/** The engine is content, and nothing shows what runs. */
function isUntellable(status: TargetStatus, promotion: TrackedPromotion) {
  return (
    status.sync.status === 'Synced' &&
    liveEvidence(promotion.plan, status).kind === 'none'
  );
}

/** Why a target that is compared at the merge is not synced to it all the same. */
function unsyncedBecause(options: {
  promotion: TrackedPromotion;
  status: TargetStatus;
  name: string;
  /** Git says that the promoted values are still there. */
  known: boolean;
}): string | undefined {
  const { promotion, status, name, known } = options;
  const { operation, sync, stale, conditions } = status;
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
  const error = conditions.find(
    ({ severity, concerns }) => severity === 'error' && concerns !== 'health',
  );
  if (error) return `${name} reports ${error.type}: ${error.message}.`;
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

function minutes(ms: number): string {
  return ms < 120_000
    ? `${Math.round(ms / 1000)} seconds`
    : `${Math.round(ms / 60_000)} minutes`;
}

function nameOf(targetId: string): string {
  return targetId.slice(targetId.lastIndexOf(':') + 1);
}

import { TargetStatus } from '@fairlead/backstage-plugin-gitops-common';
import { StoredTarget } from '../../targets/StoredTarget';
import { controllerRollback, versionBefore } from './controllerRollback';
import { explainTarget } from './explainTarget';
import { judgeHealth } from './judgeHealth';
import { judgeRevisions, RevisionJudgement } from './judgeRevisions';
import { judgeRollouts } from './judgeRollouts';
import { liveEvidence } from './liveEvidence';
import { minutes } from './minutes';
import {
  isUntellable,
  reportedTrouble,
  syncFailure,
  unsyncedBecause,
} from './syncTrouble';
import { TargetJudge } from './TargetJudge';
import { JudgeOptions, TargetJudgement } from './TargetJudgement';

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
  const { target } = sighting;
  const judge = TargetJudge.create(options);
  const { name, before } = judge;

  if (!target || target.status.deletingSince) {
    const what = target
      ? `${name} is being deleted`
      : `${name} is not there any more`;
    return judge.until(timing.graceMs, {
      clock: 'missingSince',
      meanwhile: 'waiting',
      message: `${what}. Waiting a moment for it to come back.`,
      end: 'failed',
      endMessage: `${what}.`,
    });
  }
  const { status, unreachable } = target;
  if (unreachable) {
    const lastedMs = now.getTime() - Date.parse(unreachable.since);
    return judge.is('waiting', {
      message: `${name} can't be read since ${unreachable.since}: ${unreachable.message}. Waiting until it can be.`,
      synced: before?.synced ?? false,
      stuck: lastedMs >= timing.syncTimeoutMs,
    });
  }

  const revisions = judgeRevisions({ promotion, sighting, name });
  switch (revisions.kind) {
    case 'gone':
      return judge.is(revisions.verdict, { message: revisions.message });
    case 'untold':
      return judge.is('waiting', { message: revisions.message });
    case 'before':
      return judgeBefore(judge, { ...options, status, revisions });
    default:
      return judgeAtMerge(judge, { ...options, target, status, revisions });
  }
}

interface ReadOptions extends JudgeOptions {
  status: TargetStatus;
}

/** It is compared at a commit before the merge: what fails there is no failure of this promotion. */
function judgeBefore(
  judge: TargetJudge,
  options: ReadOptions & {
    revisions: RevisionJudgement & { kind: 'before' };
  },
): TargetJudgement {
  const { status, revisions } = options;
  const trouble = reportedTrouble(status, judge.name);
  return judgeUnsynced(judge, {
    ...options,
    message: trouble ? `${revisions.message} ${trouble}` : revisions.message,
    end: 'failed',
  });
}

function judgeAtMerge(
  judge: TargetJudge,
  options: ReadOptions & {
    target: StoredTarget;
    revisions: RevisionJudgement & { kind: 'at-merge' };
  },
): TargetJudgement {
  const { promotion, status, timing, revisions } = options;
  const { name } = judge;
  const live = liveEvidence(promotion.plan, status).kind;
  if (live === 'shown' || live === 'mixed') judge.noteShown();

  const failing = syncFailure(status, promotion);
  if (failing) {
    const message = `${name} could not be synced: ${failing}.`;
    return judge.until(timing.graceMs, {
      clock: 'syncFailingSince',
      meanwhile: 'waiting',
      message,
      end: 'failed',
      endMessage: message,
      beside: 'waitingSince',
    });
  }
  const rollouts = judgeRollouts(judge, options);
  if (rollouts) return rollouts;
  const { wasShown } = judge;
  const rollback = controllerRollback({ ...options, name, wasShown });
  if (rollback) {
    const { message, patienceMs } = rollback;
    return judge.until(patienceMs, {
      clock: 'revertedSince',
      meanwhile: 'waiting',
      message,
      end: 'failed',
      endMessage: message,
    });
  }
  const { known } = revisions;
  const unsynced = unsyncedBecause({ promotion, status, name, known });
  if (!unsynced) return judgeHealth(judge, options);
  const old =
    status.sync.status === 'Synced' && versionBefore(status, promotion);
  return judgeUnsynced(judge, {
    ...options,
    message: unsynced,
    ...(old && {
      explanation: `Its engine is content with ${old}: a controller has kept the promoted version out, or has rolled it back. Roll back here too, so that Git says what runs.`,
    }),
    end: isUntellable(status, promotion) ? 'errored' : 'failed',
  });
}

function judgeUnsynced(
  judge: TargetJudge,
  options: ReadOptions & {
    message: string;
    /** What it means when it lasts too long. */
    explanation?: string;
    end: 'failed' | 'errored';
  },
): TargetJudgement {
  const { status, timing, message, explanation, end } = options;
  // Nobody promised when a person syncs.
  if (!status.autoSync.enabled && status.sync.status === 'OutOfSync') {
    return judge.is('waiting', {
      message: `${message} Automatic sync is off: sync it by hand.`,
      stuck: true,
    });
  }
  const why = explainTarget(status);
  return judge.until(timing.syncTimeoutMs, {
    clock: 'waitingSince',
    meanwhile: 'waiting',
    message,
    end,
    endMessage: [
      `${judge.name} has not synced within ${minutes(timing.syncTimeoutMs)}. ${message}`,
      explanation,
      why && `${why}.`,
    ]
      .filter(Boolean)
      .join(' '),
  });
}

import { TargetStatus } from '@fairlead/backstage-plugin-gitops-common';
import { PromotionTiming } from '../Observation';
import { explainTarget } from './explainTarget';
import { minutes } from './minutes';
import { TargetJudge } from './TargetJudge';
import { TargetJudgement } from './TargetJudgement';

/**
 * Judges the health of a target that is synced to the merge. Good moments that are shorter than the settle time do not
 * stop the clock: what is well and unwell by turns for long is not well.
 */
export function judgeHealth(
  judge: TargetJudge,
  options: { status: TargetStatus; timing: PromotionTiming; now: Date },
): TargetJudgement {
  const { status, timing, now } = options;
  const { name, before } = judge;
  const { health } = status;
  const why = explainTarget(status);
  const because = why ? `: ${why}` : '';

  if (health.status === 'Healthy' && !isOlderThanSync(status)) {
    const since = healthySince(judge, options);
    const isSettled = now.getTime() - Date.parse(since) >= timing.settleMs;
    const unsettledSince = isSettled ? undefined : before?.unsettledSince;
    return judge.is('healthy', {
      message: `${name} is synced and healthy.`,
      healthySince: since,
      ...(unsettledSince && { unsettledSince }),
    });
  }
  if (health.status === 'Suspended') {
    return judge.is('synced', {
      message: `${name} is suspended${because}. Waiting for it to be resumed.`,
      stuck: true,
    });
  }
  const it =
    health.status === 'Healthy'
      ? 'its engine has not looked at its health since the sync'
      : `it is ${health.status}`;
  const unsettled = judge.until(timing.syncTimeoutMs, {
    clock: 'unsettledSince',
    meanwhile: 'synced',
    message: `Waiting for ${name} to become healthy: ${it}${because}.`,
    end: 'failed',
    endMessage: `${name} has not become healthy for good within ${minutes(timing.syncTimeoutMs)}; ${it}${because}.`,
  });
  if (health.status !== 'Degraded' || unsettled.verdict === 'failed') {
    return unsettled;
  }
  const message = `${name} is degraded${because}.`;
  return judge.until(timing.graceMs, {
    clock: 'degradedSince',
    beside: 'unsettledSince',
    meanwhile: 'synced',
    message: `${message} Waiting a moment for it to recover.`,
    end: 'failed',
    endMessage: message,
  });
}

function isOlderThanSync({ operation, reconciledAt }: TargetStatus): boolean {
  return (
    Date.parse(reconciledAt ?? '') < Date.parse(operation?.finishedAt ?? '')
  );
}

/** An interruption that nobody saw, and another sync, show in the times that the engine gives. */
function healthySince(
  { before }: TargetJudge,
  { status, now }: { status: TargetStatus; now: Date },
): string {
  const seenSince = before?.healthySince ?? now.toISOString();
  const moments = [seenSince, status.health.since, status.operation?.finishedAt]
    .map(moment => Date.parse(moment ?? ''))
    .filter(moment => moment <= now.getTime());
  return new Date(Math.max(...moments)).toISOString();
}

import { StoredTarget } from '../targets/StoredTarget';

const patienceMs = 60_000;

/**
 * When the resources of a target are to be read, because its status does not say enough: at once, after a time in which
 * it may come right by itself, or not at all (undefined), because it is well or can't be read.
 */
export function examinationAt(
  target: StoredTarget,
  now: Date,
): Date | undefined {
  const { status, rollouts = [], unreachable } = target;
  const { health, operation, conditions, suspended, deletingSince } = status;
  if (unreachable || suspended || deletingSince) return undefined;
  const troubled =
    health.status === 'Degraded' ||
    health.status === 'Missing' ||
    ['Failed', 'Error', 'WaitingRetry'].includes(operation?.phase ?? '') ||
    conditions.some(({ severity }) => severity === 'error') ||
    rollouts.some(({ state }) => state === 'aborted' || state === 'degraded');
  if (troubled) return now;
  const busy =
    health.status === 'Progressing' || operation?.phase === 'Running';
  if (!busy) return undefined;
  const since =
    (health.status === 'Progressing' ? health.since : undefined) ??
    operation?.startedAt;
  const from = since ? Date.parse(since) : now.getTime();
  return new Date(Math.max(now.getTime(), from + patienceMs));
}

import { conditionOf } from '../parse';
import { Rollout } from '../schema';
import { timeOf } from '../times';

/**
 * Since when it is aborted: the later of what says so. `abortedAt` stays at the first abort when it is tried again and
 * aborted once more, and the condition stays as it is when it failed before.
 */
export function abortedSince(rollout: Rollout): string | undefined {
  const progressing = conditionOf(rollout, 'Progressing');
  return [
    timeOf(rollout.status?.abortedAt),
    progressing?.status === 'False'
      ? timeOf(progressing.lastTransitionTime)
      : undefined,
  ]
    .flatMap(time => time ?? [])
    .sort((a, b) => Date.parse(a) - Date.parse(b))
    .at(-1);
}

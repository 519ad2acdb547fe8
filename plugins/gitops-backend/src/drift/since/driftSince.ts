import { TargetStatus } from '@fairlead/backstage-plugin-gitops-common';

/** What a status says about drift: `unknown` where the engine can't tell now. */
export type DriftSign = 'drifted' | 'in-sync' | 'unknown';

/** Reads it from a status. */
export function driftSignOf({
  sync,
  drift,
}: Pick<TargetStatus, 'sync' | 'drift'>): DriftSign {
  if (sync.status === 'OutOfSync' || drift.length > 0) return 'drifted';
  return sync.status === 'Synced' ? 'in-sync' : 'unknown';
}

/**
 * Since when a target differs from Git, after one more look at it. Only a look that finds it in sync ends it: what
 * can't be told for a while is no interruption.
 */
export function nextSince(
  since: string | undefined,
  look: { sign: DriftSign; at: string },
): string | undefined {
  switch (look.sign) {
    case 'drifted':
      return since ?? look.at;
    case 'in-sync':
      return undefined;
    default:
      return since;
  }
}

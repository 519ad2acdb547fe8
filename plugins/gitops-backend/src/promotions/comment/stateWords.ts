import { PromotionState } from '@fairlead/backstage-plugin-gitops-common';

/** How a state reads on a pull request. */
export const stateWords: Record<
  PromotionState,
  { icon: string; words: string }
> = {
  queued: { icon: '⏳', words: 'Waits for its turn' },
  planned: { icon: '⏳', words: 'Waits for its gates' },
  opening: { icon: '⏳', words: 'Opening the pull request' },
  open: { icon: '🔎', words: 'Open' },
  merged: { icon: '🚚', words: 'Merged, being deployed' },
  synced: { icon: '🚚', words: 'Synced, becoming healthy' },
  settling: { icon: '🚚', words: 'Healthy, settling' },
  succeeded: { icon: '✅', words: 'Succeeded' },
  noop: { icon: '✅', words: 'Nothing to change' },
  closed: { icon: '⚪', words: 'Closed' },
  cancelled: { icon: '⚪', words: 'Cancelled' },
  superseded: { icon: '⚪', words: 'Superseded' },
  failed: { icon: '❌', words: 'Failed' },
  errored: { icon: '⚠️', words: 'Gave up' },
};

import { unseenReason } from '../mapping/freshness';
import { hashesOf } from '../mapping/hashes';
import { isAbortReported } from '../mapping/phase';
import { invalidReason } from '../parse';
import { Rollout } from '../schema';

/** One patch, in the order in which they are to be applied. */
interface PlannedPatch {
  /** Of the main resource where absent. */
  subresource?: 'status';
  body: Record<string, unknown>;
}

/** How an action is carried out, or why it can't be. */
export type ActionPlan =
  { why: string } | { patches(now: Date): PlannedPatch[] };

export function statusPatch(
  status: Record<string, unknown>,
  metadata?: Record<string, unknown>,
): PlannedPatch {
  return {
    subresource: 'status',
    body: { ...(metadata && { metadata }), status },
  };
}

export function specPatch(spec: Record<string, unknown>): PlannedPatch {
  return { body: { spec } };
}

/** Why there is nothing that could go on, or be given up. */
export function whyNothingComesIn(rollout: Rollout): string | undefined {
  const unseen = unseenReason(rollout);
  if (unseen) return unseen;
  const invalid = invalidReason(rollout);
  if (invalid) return `Its spec is not valid, so the controller does nothing.`;
  const { comesIn, isFirst } = hashesOf(rollout);
  if (!comesIn) return 'No new version is being brought in.';
  if (isFirst) return 'The first version goes live at once, without steps.';
  if (rollout.status?.abort) {
    return isAbortReported(rollout)
      ? 'It is aborted. Retry it, or change the version in Git.'
      : 'It was told to abort.';
  }
  return undefined;
}

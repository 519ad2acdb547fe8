import {
  PlannedEdit,
  TargetStatus,
  versionLabel,
} from '@fairlead/backstage-plugin-gitops-common';
import { PromotionTiming } from '../Observation';
import { TrackedPromotion } from '../TrackedPromotion';
import { explainTarget } from './explainTarget';
import { liveEvidence } from './liveEvidence';

/** The cluster runs the version before, and Git says the promoted one. */
export interface ControllerRollback {
  message: string;
  /** For so long it may last before it counts, in ms. */
  patienceMs: number;
}

/**
 * Whether a controller in the cluster has brought the old version back by itself, as Argo Rollouts, Flagger and Helm
 * remediation do. The target is compared at the merge.
 *
 * @remarks
 * That only the old version runs is normal before the engine has synced. So it counts once the promoted one was seen,
 * beside the old one or instead of it; or when the engine is done with syncing and the target is degraded, because a
 * rollout may be aborted before anybody looked.
 */
export function controllerRollback(options: {
  promotion: TrackedPromotion;
  status: TargetStatus;
  name: string;
  timing: PromotionTiming;
  /** The promoted version was seen there. */
  wasShown: boolean;
}): ControllerRollback | undefined {
  const { promotion, status, name, timing, wasShown } = options;
  const { plan } = promotion;
  const before = versionBefore(status, promotion);
  if (!before) return undefined;
  const isGivenUp =
    status.sync.status === 'Synced' && status.health.status === 'Degraded';
  if (!wasShown && !isGivenUp) return undefined;
  const why = explainTarget(status);
  const promoted = versionLabel(plan.toVersion) || 'the promoted version';
  const what = wasShown
    ? `${name} ran ${promoted} and runs ${before} again, while Git says ${promoted}: its controller has rolled it back`
    : `${name} is synced to ${promoted} and runs ${before}: its controller has not kept what Git says`;
  return {
    message: `${what}${why ? ` (${why})` : ''}. Roll back here too, so that Git says what runs.`,
    // It may be about to try once more.
    patienceMs:
      status.health.status === 'Progressing'
        ? timing.syncTimeoutMs
        : timing.graceMs,
  };
}

/** The version before this one, if that is all that runs, and the engine is done with syncing. */
export function versionBefore(
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

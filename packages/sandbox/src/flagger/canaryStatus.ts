import { kubeTime } from '../workloads/owned';
import { Canary, CanaryPhase, CanaryStatus } from './Canary';

/** Phases that leave weight and iterations as they are. */
const keeping: readonly CanaryPhase[] = ['Progressing', 'Waiting', 'Promoting'];

/** The status of a canary that enters a phase. Most phases take weight and iterations back to zero. */
export function enterPhase(
  canary: Canary,
  { phase, ...changes }: { phase: CanaryPhase } & CanaryStatus,
): CanaryStatus {
  const { status, spec } = canary;
  const now = kubeTime(Date.now());
  const [known] = status?.conditions ?? [];
  const holds = conditionStatus(phase);
  const isSame = known?.reason === phase;
  return {
    canaryWeight: 0,
    failedChecks: 0,
    iterations: 0,
    trackedConfigs: {},
    ...status,
    ...(!keeping.includes(phase) && { canaryWeight: 0, iterations: 0 }),
    ...(phase === 'WaitingPromotion' && {
      iterations: (spec.analysis.iterations ?? 0) - 1,
    }),
    ...changes,
    phase,
    lastTransitionTime: isSame ? status?.lastTransitionTime : now,
    conditions: [
      {
        type: 'Promoted',
        status: holds,
        reason: phase,
        message: messageOf(phase, spec.targetRef.kind),
        lastUpdateTime: isSame ? known.lastUpdateTime : now,
        lastTransitionTime:
          (known?.status === holds && known.lastTransitionTime) || now,
      },
    ],
  };
}

function conditionStatus(phase: CanaryPhase): string {
  switch (phase) {
    case 'Initialized':
    case 'Succeeded':
      return 'True';
    case 'Failed':
      return 'False';
    default:
      return 'Unknown';
  }
}

function messageOf(phase: CanaryPhase, kind: string): string {
  return {
    Initializing: `New ${kind} detected, initialization in progress.`,
    Initialized: `${kind} initialization completed.`,
    Waiting: 'Waiting for approval.',
    Progressing: 'New revision detected, progressing canary analysis.',
    WaitingPromotion: 'Waiting for approval.',
    Promoting: 'Canary analysis completed, starting primary rolling update.',
    Finalising: 'Canary analysis completed, routing all traffic to primary.',
    Succeeded: 'Canary analysis completed successfully, promotion finished.',
    Failed: `Canary analysis failed, ${kind} scaled to zero.`,
  }[phase];
}

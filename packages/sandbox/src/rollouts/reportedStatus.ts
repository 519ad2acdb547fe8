import { kubeTime } from '../workloads/owned';
import { conditionsFrom } from './conditions';
import { phaseOf } from './phase';
import { hashLabel, Rollout, RolloutStatus } from './Rollout';
import { RolloutLook } from './RolloutLook';
import { countOf, wantedOf } from './RolloutSets';

/** The status at the end of a look, and what it says of its progress. */
export function reportedStatus(options: {
  look: RolloutLook;
  created: boolean;
  lateSince: number;
  now: number;
}): {
  status: RolloutStatus;
  progressed: boolean;
  /** It is late when nothing happens. */
  waits: boolean;
  late: boolean;
} {
  const { look, created, now } = options;
  const { rollout, replicas } = look;
  const before = rollout.status ?? {};
  const sum = (field: Parameters<typeof countOf>[1]) =>
    look.sets.all().reduce((total, set) => total + countOf(set, field), 0);
  const available = availableOf(look, sum('availableReplicas'));
  const status: RolloutStatus = {
    ...look.status,
    HPAReplicas: sum('replicas'),
    replicas: sum('replicas'),
    updatedReplicas: countOf(look.newSet, 'replicas'),
    readyReplicas: sum('readyReplicas'),
    availableReplicas: available,
    blueGreen: look.status.blueGreen ?? {},
    canary: look.status.canary ?? {},
    observedGeneration: String(rollout.metadata.generation),
    selector: selectorOf(look),
    ...(look.workload.generation !== undefined && {
      workloadObservedGeneration: String(look.workload.generation),
    }),
  };
  const progressed =
    created ||
    (['updatedReplicas', 'readyReplicas', 'availableReplicas'] as const).some(
      field => (status[field] ?? 0) > (before[field] ?? 0),
    ) ||
    status.currentStepIndex !== before.currentStepIndex;
  const waits =
    !look.isAborted &&
    countOf(look.newSet, 'availableReplicas') < wantedOf(look.newSet);
  const late = waits && !progressed && now >= options.lateSince;
  const completed = look.isPromoted;
  const unpaused = !rollout.spec.paused && !status.pauseConditions?.length;
  const conditions = conditionsFrom({
    before: (before.conditions ?? []).filter(
      each => each.type !== 'InvalidSpec',
    ),
    facts: {
      available: available >= replicas - Math.floor(replicas / 4),
      completed,
      healthy:
        completed &&
        (status.updatedReplicas ?? 0) >= replicas &&
        available >= replicas,
      paused: !unpaused,
      aborted: look.isAborted ? abortTextOf(look) : undefined,
      set: look.newSet?.metadata.name,
      created,
      progressed,
      late,
    },
    now,
  });
  const { phase, message } = phaseOf({
    rollout,
    status: { ...status, conditions },
    replicas,
  });
  return {
    status: { ...status, conditions, phase, message },
    progressed,
    waits,
    late,
  };
}

/** The status of a Rollout that can't be carried out. */
export function refusedStatus(
  { status, metadata }: Rollout,
  mistake: string,
): RolloutStatus {
  const known = status?.conditions?.find(
    ({ type, message }) => type === 'InvalidSpec' && message === mistake,
  );
  const now = kubeTime(Date.now());
  return {
    ...status,
    blueGreen: status?.blueGreen ?? {},
    canary: status?.canary ?? {},
    conditions: [
      ...(status?.conditions ?? []).filter(each => each.type !== 'InvalidSpec'),
      known ?? {
        type: 'InvalidSpec',
        status: 'True',
        reason: 'InvalidSpec',
        message: mistake,
        lastUpdateTime: now,
        lastTransitionTime: now,
      },
    ],
    observedGeneration: String(metadata.generation),
    phase: 'Degraded',
    message: `InvalidSpec: ${mistake}`,
  };
}

// What an abort said is kept in the condition, and only there.
function abortTextOf(look: RolloutLook): string {
  return (
    look.abortMessage ??
    look.rollout.status?.conditions?.find(
      ({ reason }) => reason === 'RolloutAborted',
    )?.message ??
    `Rollout aborted update to revision ${look.revision}`
  );
}

/** With blue-green, only the pods that serve count. */
function availableOf(look: RolloutLook, all: number): number {
  const active = look.status.blueGreen?.activeSelector;
  if (!look.rollout.spec.strategy?.blueGreen || !active) return all;
  return countOf(look.sets.of(active), 'availableReplicas');
}

function selectorOf({ workload, status, rollout }: RolloutLook): string {
  const active = rollout.spec.strategy?.blueGreen
    ? status.blueGreen?.activeSelector
    : undefined;
  return Object.entries({
    ...workload.matchLabels,
    ...(active && { [hashLabel]: active }),
  })
    .map(([key, value]) => `${key}=${String(value)}`)
    .join(',');
}

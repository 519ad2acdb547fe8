import { WorkloadFacts } from '../referenceSchema';
import { Rollout } from '../schema';

const workloadGeneration = 'rollout.argoproj.io/workload-generation';

/** Why the status is about an older state of the Rollout, or of the workload that it refers to. */
export function unseenReason(
  rollout: Rollout,
  workload?: WorkloadFacts,
): string | undefined {
  if (!rollout.status) return 'The controller has not looked at it yet.';
  if (!isGenerationSeen(rollout)) {
    return 'The controller has not looked at the newest change of it yet.';
  }
  const { workloadRef } = rollout.spec;
  if (workloadRef && !isWorkloadSeen(rollout, workload)) {
    return `The controller has not looked at the newest change of the ${workloadRef.kind || 'workload'} ${workloadRef.name ?? ''} yet.`;
  }
  return undefined;
}

/** Before version 1.0 the controller wrote a hash, which may happen to look like a number. */
function isGenerationSeen({ metadata, status }: Rollout): boolean {
  const { generation } = metadata;
  const seen = wholeNumber(status?.observedGeneration);
  return (
    typeof generation !== 'number' || seen === undefined || seen >= generation
  );
}

/** The controller copies the generation that it has heard of, and later writes the one that it has worked on. */
function isWorkloadSeen(
  { metadata, status }: Rollout,
  workload: WorkloadFacts | undefined,
): boolean {
  const seen = wholeNumber(status?.workloadObservedGeneration);
  if (seen === undefined) return true;
  const heard = wholeNumber(metadata.annotations?.[workloadGeneration]);
  if (heard !== undefined && heard !== seen) return false;
  return !workload || workload.generation <= seen;
}

function wholeNumber(
  value: string | number | null | undefined,
): number | undefined {
  return /^\d+$/.test(String(value ?? '')) ? Number(value) : undefined;
}

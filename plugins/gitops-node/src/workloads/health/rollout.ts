import { Workload, workloadGeneration } from '../workloadSchema';
import {
  health,
  isUnobserved,
  unobserved,
  WorkloadHealth,
} from './WorkloadHealth';

const words = new Map<string, WorkloadHealth['status']>([
  ['Healthy', 'Healthy'],
  ['Progressing', 'Progressing'],
  ['Paused', 'Suspended'],
  ['Degraded', 'Degraded'],
]);

/** A Rollout says how it is, as soon as its controller has looked at it. */
export function rolloutHealth(workload: Workload): WorkloadHealth {
  if (isUnobserved(workload) || isTemplateUnobserved(workload)) {
    return unobserved;
  }
  const { phase, message } = workload.status ?? {};
  if (!phase) return health('Progressing');
  return health(words.get(phase) ?? 'Unknown', { message });
}

/** The object that declares its pods has changed, and the controller has not looked at that. */
function isTemplateUnobserved({ metadata, spec, status }: Workload): boolean {
  const declared = metadata.annotations?.[workloadGeneration];
  const observed = status?.workloadObservedGeneration;
  return Boolean(
    spec?.workloadRef && declared && Number(declared) !== Number(observed),
  );
}

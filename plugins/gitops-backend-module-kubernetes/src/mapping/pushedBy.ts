import { Workload } from '../schema';

/** Who last wrote the pod template, and when, as the API server has noted it. */
export interface Push {
  /** `kubectl`, `helm`, the name of a client. */
  by: string;
  at: string;
}

/** Controllers that change workloads and deploy nothing. */
const controllers = [
  'kube-controller-manager',
  'flagger',
  'rollouts-controller',
];

export function lastPush({ metadata }: Workload): Push | undefined {
  return (metadata.managedFields ?? [])
    .flatMap(({ manager, subresource, time, fieldsV1 }) => {
      const spec = fieldsV1?.['f:spec'];
      const writes = spec?.['f:template'] ?? spec?.['f:jobTemplate'];
      return manager &&
        time &&
        writes &&
        !subresource &&
        !controllers.includes(manager)
        ? [{ by: manager.replace(/^kubectl-.*/, 'kubectl'), at: time }]
        : [];
    })
    .sort((one, other) => one.at.localeCompare(other.at))
    .at(-1);
}

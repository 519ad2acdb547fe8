import { ManagedResource } from '@fairlead/backstage-plugin-gitops-node';
import { Wanted } from './ListReader';

type Kind = Pick<Wanted, 'group' | 'version' | 'kind'>;

const pods: Kind = { group: '', version: 'v1', kind: 'Pod' };
const apps = (kind: string): Kind => ({ group: 'apps', version: 'v1', kind });
const jobs: Kind = { group: 'batch', version: 'v1', kind: 'Job' };
const services: Kind = { group: '', version: 'v1', kind: 'Service' };
const rollouts = (kind: string): Kind => ({
  group: 'argoproj.io',
  version: 'v1alpha1',
  kind,
});

/** What resources of a kind may own, and what those may own in turn. */
const ownedBy: Record<string, Kind[]> = {
  'apps/Deployment': [apps('ReplicaSet'), pods],
  'apps/ReplicaSet': [pods],
  'apps/StatefulSet': [pods],
  'apps/DaemonSet': [pods],
  'batch/Job': [pods],
  'batch/CronJob': [jobs, pods],
  'argoproj.io/Rollout': [
    apps('ReplicaSet'),
    pods,
    rollouts('AnalysisRun'),
    rollouts('Experiment'),
  ],
  'flagger.app/Canary': [
    apps('Deployment'),
    apps('ReplicaSet'),
    pods,
    services,
  ],
};
/** Custom resources that are operators' business may own any workload. */
const ofOperators = [
  apps('Deployment'),
  apps('StatefulSet'),
  apps('ReplicaSet'),
  pods,
];

/** Groups whose objects own no workloads. */
const notOperators =
  /^$|\.k8s\.io$|^(apps|batch|autoscaling|policy|extensions)$|^(argoproj\.io|flagger\.app|cert-manager\.io|traefik\.io|external-secrets\.io|bitnami\.com|kyverno\.io)$|(^|\.)(istio\.io|fluxcd\.io|coreos\.com|cattle\.io|gateway\.networking\.k8s\.io|crossplane\.io)$/;

/** The managed resources themselves: one list for each kind and namespace. */
export function wantedOf(managed: readonly ManagedResource[]): Wanted[] {
  const groups = new Map<string, Wanted & { names: string[] }>();
  for (const { group, version, kind, namespace, name } of managed) {
    const key = [group, version, kind, namespace].join(' ');
    const known = groups.get(key);
    if (known) {
      known.names.push(name);
    } else {
      groups.set(key, {
        group,
        kind,
        ...(version && { version }),
        ...(namespace && { namespace }),
        names: [name],
      });
    }
  }
  return [...groups.values()];
}

/** What the managed resources may own, in their namespaces. */
export function ownedWantedOf(managed: readonly ManagedResource[]): Wanted[] {
  const wanted = new Map<string, Wanted>();
  for (const { group, kind, namespace } of managed) {
    if (!namespace) continue;
    const kinds =
      ownedBy[`${group}/${kind}`] ??
      (notOperators.test(group) ? [] : ofOperators);
    for (const each of kinds) {
      wanted.set(`${each.group}/${each.kind}/${namespace}`, {
        ...each,
        namespace,
      });
    }
  }
  return [...wanted.values()];
}

import { ageColumn, nameColumn, pathColumn, textColumn } from './columns';
import { ResourceColumn } from './ResourceKind';

const count = (values: unknown[]) =>
  values.filter(value => value === true).length;

const sum = (values: unknown[]) =>
  values.reduce<number>((total, value) => total + Number(value), 0);

const keysOf = (values: unknown[]) =>
  values[0] && typeof values[0] === 'object'
    ? Object.keys(values[0]).length
    : 0;

const ready = (current: string, desired: string): ResourceColumn =>
  textColumn({
    name: 'Ready',
    text: read => `${read(current)[0] ?? 0}/${read(desired)[0] ?? 0}`,
  });

const number = (name: string, path: string): ResourceColumn =>
  pathColumn({ name, path, type: 'integer', otherwise: '0' });

const images: ResourceColumn = textColumn({
  name: 'Images',
  priority: 1,
  text: read => read('.spec.template.spec.containers[*].image').join(','),
});

const columnsBetween: Record<string, readonly ResourceColumn[]> = {
  Namespace: [pathColumn({ name: 'Status', path: '.status.phase' })],
  Node: [
    textColumn({
      name: 'Status',
      text: read =>
        read('.status.conditions[?(@.type=="Ready")].status')[0] === 'True'
          ? 'Ready'
          : 'NotReady',
    }),
    pathColumn({ name: 'Version', path: '.status.nodeInfo.kubeletVersion' }),
  ],
  Pod: [
    textColumn({
      name: 'Ready',
      text: read =>
        `${count(read('.status.containerStatuses[*].ready'))}/${read('.spec.containers[*]').length}`,
    }),
    textColumn({
      name: 'Status',
      text: (read, object) =>
        object.metadata.deletionTimestamp
          ? 'Terminating'
          : String(
              read('.status.containerStatuses[*].state.waiting.reason')[0] ??
                read('.status.reason')[0] ??
                read('.status.phase')[0] ??
                'Unknown',
            ),
    }),
    textColumn({
      name: 'Restarts',
      text: read =>
        String(sum(read('.status.containerStatuses[*].restartCount'))),
    }),
  ],
  Service: [
    pathColumn({ name: 'Type', path: '.spec.type' }),
    pathColumn({
      name: 'Cluster-IP',
      path: '.spec.clusterIP',
      otherwise: '<none>',
    }),
    textColumn({
      name: 'Port(s)',
      text: read => read('.spec.ports[*].port').join(',') || '<none>',
    }),
  ],
  Event: [
    pathColumn({ name: 'Last Seen', path: '.lastTimestamp', type: 'date' }),
    pathColumn({ name: 'Type', path: '.type' }),
    pathColumn({ name: 'Reason', path: '.reason' }),
    textColumn({
      name: 'Object',
      text: read =>
        `${String(read('.involvedObject.kind')[0] ?? '').toLowerCase()}/${read('.involvedObject.name')[0] ?? ''}`,
    }),
    pathColumn({ name: 'Message', path: '.message' }),
  ],
  ConfigMap: [
    textColumn({ name: 'Data', text: read => String(keysOf(read('.data'))) }),
  ],
  Secret: [
    pathColumn({ name: 'Type', path: '.type' }),
    textColumn({ name: 'Data', text: read => String(keysOf(read('.data'))) }),
  ],
  Deployment: [
    ready('.status.readyReplicas', '.spec.replicas'),
    number('Up-to-date', '.status.updatedReplicas'),
    number('Available', '.status.availableReplicas'),
    images,
  ],
  ReplicaSet: [
    number('Desired', '.spec.replicas'),
    number('Current', '.status.replicas'),
    number('Ready', '.status.readyReplicas'),
    images,
  ],
  StatefulSet: [ready('.status.readyReplicas', '.spec.replicas'), images],
  DaemonSet: [
    number('Desired', '.status.desiredNumberScheduled'),
    number('Current', '.status.currentNumberScheduled'),
    number('Ready', '.status.numberReady'),
    images,
  ],
  Job: [ready('.status.succeeded', '.spec.completions'), images],
  CronJob: [
    pathColumn({ name: 'Schedule', path: '.spec.schedule' }),
    pathColumn({ name: 'Suspend', path: '.spec.suspend', type: 'boolean' }),
  ],
  Ingress: [
    pathColumn({ name: 'Class', path: '.spec.ingressClassName' }),
    textColumn({
      name: 'Hosts',
      text: read => read('.spec.rules[*].host').join(',') || '*',
    }),
  ],
  HorizontalPodAutoscaler: [
    number('MinPods', '.spec.minReplicas'),
    number('MaxPods', '.spec.maxReplicas'),
    number('Replicas', '.status.currentReplicas'),
  ],
};

/** The columns of `kubectl get` for a kind that every cluster has. */
export function builtInColumns(kind: string): ResourceColumn[] {
  if (kind === 'CustomResourceDefinition') {
    return [
      nameColumn,
      pathColumn({
        name: 'Created At',
        path: '.metadata.creationTimestamp',
        type: 'string',
      }),
    ];
  }
  return [nameColumn, ...(columnsBetween[kind] ?? []), ageColumn];
}

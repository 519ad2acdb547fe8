import { ClusterObjects, KubeObject } from '../contracts';
import { JsonRecord, numberAt, recordAt, recordsAt } from '../json';
import { ownerReference } from '../workloads/owned';
import { Canary, deploymentKind } from './Canary';

const selectorLabels = ['app', 'name', 'app.kubernetes.io/name'];

/** The names of the Services and Deployments of a canary. */
export function namesOf({ spec }: Canary) {
  const target = spec.targetRef.name;
  const service = spec.service?.name ?? target;
  return { target, primary: `${target}-primary`, service };
}

/** Creates the Deployment that serves, as a copy of the one that is watched, or brings it to what that one is now. */
export function copyToPrimary(options: {
  objects: ClusterObjects;
  canary: Canary;
  owner: KubeObject;
  target: KubeObject;
}): void {
  const { objects, canary, owner, target } = options;
  const { primary } = namesOf(canary);
  const { namespace } = canary.metadata;
  const label = selectorLabelOf(target);
  const template = recordAt(target, 'spec', 'template');
  const metadata = recordAt(template, 'metadata');
  const existing = objects.get({ ...deploymentKind, namespace, name: primary });
  objects.apply({
    ...deploymentKind,
    metadata: {
      name: primary,
      namespace,
      labels: { [label]: primary },
      annotations: existing?.metadata.annotations,
      ownerReferences: [ownerReference(owner)],
    },
    spec: {
      ...recordAt(target, 'spec'),
      replicas:
        numberAt(existing, 'spec', 'replicas') ??
        (numberAt(target, 'spec', 'replicas') || 1),
      selector: { matchLabels: { [label]: primary } },
      template: {
        ...template,
        metadata: {
          ...metadata,
          labels: { ...recordAt(metadata, 'labels'), [label]: primary },
        },
      },
    },
  });
}

/** Creates the Services of a canary that are missing: production's, the canary's and the primary's. */
export function ensureServices(options: {
  objects: ClusterObjects;
  canary: Canary;
  owner: KubeObject;
  target: KubeObject;
}): void {
  const { objects, canary, owner, target } = options;
  const { service } = canary.spec;
  if (!service) return;
  const { namespace } = canary.metadata;
  const names = namesOf(canary);
  const label = selectorLabelOf(target);
  for (const [name, leadsTo] of [
    [names.service, names.primary],
    [`${names.service}-canary`, names.target],
    [`${names.service}-primary`, names.primary],
  ]) {
    const ref = { apiVersion: 'v1', kind: 'Service', namespace, name };
    if (objects.get(ref)) continue;
    objects.create({
      apiVersion: ref.apiVersion,
      kind: ref.kind,
      metadata: { name, namespace, ownerReferences: [ownerReference(owner)] },
      spec: {
        selector: { [label]: leadsTo },
        ports: [
          {
            name: 'http',
            port: service.port,
            targetPort: service.targetPort ?? service.port,
          },
        ],
      },
    });
  }
}

/** Whether a Deployment has all its pods, all new; `failed` when it has given up on getting them. */
export function readinessOf(
  deployment: KubeObject | undefined,
): 'ready' | 'waiting' | 'failed' {
  if (!deployment) return 'waiting';
  const wanted = numberAt(deployment, 'spec', 'replicas') ?? 1;
  const status: JsonRecord = recordAt(deployment, 'status');
  const isLate = recordsAt(status, 'conditions').some(
    ({ reason }) => reason === 'ProgressDeadlineExceeded',
  );
  const isObserved =
    (numberAt(status, 'observedGeneration') ?? 0) >=
    (deployment.metadata.generation ?? 0);
  if (isObserved && isLate) return 'failed';
  const counts = ['replicas', 'updatedReplicas', 'availableReplicas'].map(
    field => numberAt(status, field) ?? 0,
  );
  return isObserved && counts.every(each => each === wanted)
    ? 'ready'
    : 'waiting';
}

function selectorLabelOf(target: KubeObject): string {
  const labels = recordAt(target, 'spec', 'selector', 'matchLabels');
  return selectorLabels.find(label => labels[label] !== undefined) ?? 'app';
}

import { Workload } from '../schema';

type Metadata = Workload['metadata'];

/** Names that Kubernetes and those who sell it keep for themselves. */
const systemNamespace = /^(kube|openshift|gke-managed)-/;

const fluxLabels = [
  'kustomize.toolkit.fluxcd.io/name',
  'helm.toolkit.fluxcd.io/name',
];
const argoTracking = 'argocd.argoproj.io/tracking-id';
const argoInstance = 'argocd.argoproj.io/instance';
/** Written by Argo CD in its older way, by charts, and by hand, as Kubernetes recommends it. */
const instance = 'app.kubernetes.io/instance';

/** Whether something else than a person or a pipeline looks after it: an engine, another object, the cluster. */
export function isLookedAfter(metadata: Metadata): boolean {
  return (
    systemNamespace.test(metadata.namespace) ||
    isControlled(metadata) ||
    isOfFlux(metadata) ||
    isOfArgoCd(metadata)
  );
}

// Also what Flagger copies, such as `orders-primary`: a Canary controls it.
function isControlled({ ownerReferences }: Metadata): boolean {
  return (ownerReferences ?? []).some(({ controller }) => controller === true);
}

function isOfFlux({ labels }: Metadata): boolean {
  return fluxLabels.some(label => labels?.[label]);
}

function isOfArgoCd(metadata: Metadata): boolean {
  const { annotations, labels } = metadata;
  if (annotations?.[argoTracking] || labels?.[argoInstance]) return true;
  return Boolean(labels?.[instance]) && isWrittenByArgoCd(metadata);
}

/**
 * Who wrote the object says whose label it is.
 *
 * @remarks
 * `app.kubernetes.io/managed-by: Helm` says nothing: charts write it into their manifests, whoever renders them. Only
 * Helm itself sets annotations of `meta.helm.sh`, and it leaves them there when Argo CD takes the object over. So they
 * count only where the API server does not tell who wrote it.
 */
function isWrittenByArgoCd({ annotations, managedFields }: Metadata): boolean {
  const managers = (managedFields ?? []).flatMap(
    ({ manager }) => manager || [],
  );
  return managers.length > 0
    ? managers.some(manager => manager.startsWith('argocd-'))
    : !annotations?.['meta.helm.sh/release-name'];
}

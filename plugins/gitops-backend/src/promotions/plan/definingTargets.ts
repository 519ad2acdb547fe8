import { TargetStatus } from '@fairlead/backstage-plugin-gitops-common';
import { StoredTarget, TargetsReader } from '../../targets/StoredTarget';

/** An object of an engine, by name; the namespace of an Application is only told where it isn't the control plane's. */
interface Parent {
  kind: 'Application' | 'Kustomization';
  name: string;
  namespace?: string;
}

/**
 * What applies the engine's objects of targets from Git, by target id: the Kustomization that Flux's labels name, or the
 * app of apps, as Argo CD's tracking annotation or label says. Only stored targets are looked at.
 */
export async function definingTargets(options: {
  targets: Pick<TargetsReader, 'find'>;
  of: ReadonlyArray<{ id: string; status: TargetStatus }>;
}): Promise<Map<string, TargetStatus>> {
  const parents = options.of.flatMap(({ id, status }) => {
    const parent =
      labellingKustomization(status) ?? trackingApplication(status);
    return parent ? [{ id, status, parent }] : [];
  });
  if (parents.length === 0) {
    return new Map();
  }
  const stored = await options.targets.find(
    parents.map(({ parent: { name, namespace }, status }) => ({
      name,
      ...(namespace && { namespace }),
      cluster: status.object.cluster,
    })),
  );
  return new Map(
    parents.flatMap(({ id, status, parent }) => {
      const fitting = stored.filter(
        target => target.id !== id && isNamed(target, { status, parent }),
      );
      return fitting.length === 1 ? [[id, fitting[0].status]] : [];
    }),
  );
}

function labellingKustomization({ labels }: TargetStatus): Parent | undefined {
  const name = labels['kustomize.toolkit.fluxcd.io/name'];
  const namespace = labels['kustomize.toolkit.fluxcd.io/namespace'];
  return name && namespace
    ? { kind: 'Kustomization', name, namespace }
    : undefined;
}

/** `<namespace>_<application>:<group>/<kind>:<namespace>/<name>`, where what follows must be the object itself: copies of annotations occur. */
function trackingApplication(status: TargetStatus): Parent | undefined {
  const { object, labels, annotations } = status;
  const id = annotations['argocd.argoproj.io/tracking-id'];
  const [group] = object.apiVersion.split('/');
  const own = `:${group}/${object.kind}:${object.namespace}/${object.name}`;
  const instance = id?.endsWith(own)
    ? id.slice(0, -own.length)
    : (labels['argocd.argoproj.io/instance'] ??
      labels['app.kubernetes.io/instance']);
  if (!instance) {
    return undefined;
  }
  const [namespace, name] = instance.split('_');
  return name
    ? { kind: 'Application', namespace, name }
    : { kind: 'Application', name: namespace };
}

function isNamed(
  { status }: StoredTarget,
  child: { status: TargetStatus; parent: Parent },
): boolean {
  const { object } = status;
  const { parent } = child;
  return (
    object.kind === parent.kind &&
    object.cluster === child.status.object.cluster &&
    object.name === parent.name &&
    (!parent.namespace || object.namespace === parent.namespace)
  );
}

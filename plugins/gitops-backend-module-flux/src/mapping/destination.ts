import { TargetStatus } from '@fairlead/backstage-plugin-gitops-common';
import { isHelmRelease } from '../parse';
import { FluxObject } from '../schema';

/** Where it deploys to: the cluster it is on, or the one of its kubeconfig, which has no name but that of the Secret. */
export function mapDestination(
  object: FluxObject,
): TargetStatus['destination'] {
  const { kubeConfig } = object.spec;
  const name = kubeConfig?.secretRef?.name ?? kubeConfig?.configMapRef?.name;
  const namespace = namespaceOf(object);
  return {
    inCluster: !kubeConfig,
    ...(name && { name }),
    ...(namespace && { namespace }),
  };
}

function namespaceOf(object: FluxObject): string | undefined {
  const { metadata, spec } = object;
  if (spec.targetNamespace) return spec.targetNamespace;
  if (isHelmRelease(object)) return metadata.namespace;
  // Manifests name namespaces of their own; where all are in one, it is that.
  const namespaces = new Set(
    (object.status?.inventory?.entries ?? []).flatMap(({ id }) => {
      const [namespace] = id?.split('_') ?? [];
      return namespace ? [namespace] : [];
    }),
  );
  const [only] = namespaces;
  return namespaces.size === 1 ? only : undefined;
}

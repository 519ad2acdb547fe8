import {
  Condition,
  TargetStatus,
} from '@fairlead/backstage-plugin-gitops-common';
import {
  ManagedResource,
  MappingContext,
} from '@fairlead/backstage-plugin-gitops-node';
import { mapConditions } from './mapping/conditions';
import { mapDestination } from './mapping/destination';
import { staleReason } from './mapping/freshness';
import { mapHelmRelease } from './mapping/helmRelease';
import { automationConditions } from './mapping/imageAutomation';
import { inventoryOf, mapManaged, rolloutsAmong } from './mapping/inventory';
import { mapKustomization } from './mapping/kustomization';
import { mapOperation } from './mapping/operation';
import { helmReleaseSource, kustomizationSource } from './mapping/sources';
import {
  degradedConditions,
  healthWith,
  mapWorkloads,
  versionWith,
  Workloads,
} from './mapping/workloads';
import { isHelmRelease, parseFluxObject } from './parse';
import { FluxObject } from './schema';

/** Throws InputError naming the field when the object is neither a Kustomization nor a HelmRelease. */
export function mapFluxObject(
  raw: unknown,
  context: MappingContext,
): TargetStatus {
  const object = parseFluxObject(raw);
  const { metadata, status } = object;
  const mapped = isHelmRelease(object)
    ? helmReleaseSource(object, context)
    : kustomizationSource(object, context);
  const { unknown, retryCount, ...state } = isHelmRelease(object)
    ? mapHelmRelease(object, mapped)
    : mapKustomization(object, mapped);
  const workloads = mapWorkloads(object, context);
  const version = versionWith(state.version, workloads);
  const operation = mapOperation(object, retryCount);
  const stale = staleReason(object, mapped.facts);
  const generatedBy = generatorOf(object);
  return {
    engine: 'flux',
    object: {
      cluster: context.cluster,
      apiVersion: object.apiVersion,
      kind: object.kind,
      namespace: metadata.namespace,
      name: metadata.name,
    },
    ...(metadata.uid && { uid: metadata.uid }),
    labels: metadata.labels ?? {},
    annotations: annotationsOf(metadata.annotations ?? {}),
    destination: mapDestination(object),
    sources: [mapped.source],
    ...state,
    version,
    health: healthWith(state.health, workloads),
    ...(operation && { operation }),
    conditions: [
      ...mapConditions(object, mapped.facts),
      ...degradedConditions(workloads),
      ...(workloads?.isComplete ? [] : unknown.map(notChecked)),
      ...automationConditions(object, {
        source: mapped,
        images: version.images,
        context,
      }),
    ],
    resourceCount: status?.inventory?.entries?.length ?? 0,
    ...(generatedBy && { generatedBy }),
    ...(stale && { stale }),
    ...(metadata.deletionTimestamp && {
      deletingSince: metadata.deletionTimestamp,
    }),
    links: linksOf(mapped.facts?.originUrl),
    ...(object.spec.suspend && { suspended: true }),
    actions: object.spec.suspend ? ['resume'] : ['sync', 'refresh', 'suspend'],
    ...rolloutsOf(object, workloads),
  };
}

/** What Flux has applied; undefined where its object does not tell. */
export function resourcesOfFluxObject(
  raw: unknown,
): ManagedResource[] | undefined {
  return mapManaged(parseFluxObject(raw));
}

function rolloutsOf(
  object: FluxObject,
  workloads: Workloads | undefined,
): Pick<TargetStatus, 'rolloutRefs'> {
  const rolloutRefs = rolloutsAmong(
    inventoryOf(object) ?? workloads?.found ?? [],
  );
  return rolloutRefs.length > 0 ? { rolloutRefs } : {};
}

function notChecked(message: string): Condition {
  return {
    type: 'HealthNotChecked',
    severity: 'info',
    message,
    concerns: 'health',
  };
}

function annotationsOf(annotations: Record<string, string>) {
  return Object.fromEntries(
    Object.entries(annotations).filter(([key]) =>
      /^(fairlead|backstage\.io|[a-z]+(\.toolkit)?\.fluxcd\.io)\//.test(key),
    ),
  );
}

const resourceSet = 'resourceset.fluxcd.controlplane.io/name';

/** A Kustomization applies what is in Git, so what it applies is edited there; what a ResourceSet makes is not. */
function generatorOf({ metadata }: FluxObject): TargetStatus['generatedBy'] {
  const label = metadata.labels?.[resourceSet];
  if (label) return { kind: 'ResourceSet', name: label };
  const owner = metadata.ownerReferences?.[0];
  return owner && { kind: owner.kind, name: owner.name };
}

// An OCI artifact may say which repository it was made from.
function linksOf(originUrl: string | undefined): TargetStatus['links'] {
  return originUrl && /^https?:\/\//.test(originUrl)
    ? [{ title: 'Origin of the artifact', url: originUrl }]
    : [];
}

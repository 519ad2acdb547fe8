import { ConflictError } from '@backstage/errors';
import { ObjectPatch } from '@fairlead/backstage-plugin-gitops-node';
import { isTrue } from './mapping/conditions';
import { isHelmRelease, parseFluxObject } from './parse';
import { fluxReferences } from './references';
import { FluxObject, FluxReference } from './schema';

/** What a controller verb needs. */
export interface ActionOptions {
  object: unknown;
  now: Date;
}

const requestedAt = 'reconcile.fluxcd.io/requestedAt';
const resetAt = 'reconcile.fluxcd.io/resetAt';

/** Asks the controller to compare with the source as it was fetched last, and to apply what differs. */
export function refreshPatches({ object, now }: ActionOptions): ObjectPatch[] {
  const flux = parseActable(object);
  return [requestOf(flux, now)];
}

/**
 * Asks for the source to be fetched first, and then as {@link refreshPatches}. Controllers hear of new artifacts by
 * themselves, so nobody has to wait in between.
 */
export function syncPatches({ object, now }: ActionOptions): ObjectPatch[] {
  const flux = parseActable(object);
  return [...sourcePatches(flux, now), requestOf(flux, now)];
}

function parseActable(object: unknown): FluxObject {
  const flux = parseFluxObject(object);
  const { metadata, spec, kind } = flux;
  if (metadata.deletionTimestamp) {
    throw new ConflictError(`The ${kind} ${metadata.name} is being deleted.`);
  }
  if (spec.suspend) {
    throw new ConflictError(
      `The ${kind} ${metadata.name} is suspended: Flux would do nothing until it is resumed.`,
    );
  }
  return flux;
}

function requestOf(object: FluxObject, now: Date): ObjectPatch {
  const { apiVersion, kind, metadata } = object;
  const token = now.toISOString();
  // A release that has used up its attempts would not try again otherwise.
  const resets = isHelmRelease(object) && isTrue(object, 'Stalled');
  return {
    apiVersion,
    kind,
    plural: isHelmRelease(object) ? 'helmreleases' : 'kustomizations',
    namespace: metadata.namespace,
    name: metadata.name,
    body: {
      metadata: {
        annotations: {
          [requestedAt]: token,
          ...(resets && { [resetAt]: token }),
        },
      },
    },
  };
}

function sourcePatches(object: FluxObject, now: Date): ObjectPatch[] {
  const { metadata } = object;
  const reference = isHelmRelease(object)
    ? (object.spec.chartRef ?? object.spec.chart?.spec?.sourceRef)
    : object.spec.sourceRef;
  const { kind, name, namespace }: FluxReference = reference ?? {};
  const known = fluxReferences.find(each => each.kind === kind);
  if (!known || !name) return [];
  return [
    {
      apiVersion: `${known.group}/${known.version}`,
      kind: known.kind,
      plural: known.plural,
      namespace: namespace || metadata.namespace,
      name,
      body: {
        metadata: { annotations: { [requestedAt]: now.toISOString() } },
      },
    },
  ];
}

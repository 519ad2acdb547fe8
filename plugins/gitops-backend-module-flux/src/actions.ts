import { ConflictError } from '@backstage/errors';
import {
  EngineActionId,
  ObjectPatch,
} from '@fairlead/backstage-plugin-gitops-node';
import { isTrue } from './mapping/conditions';
import { isHelmRelease, parseFluxObject } from './parse';
import { sourceReferences } from './references/sources';
import { FluxObject, FluxReference } from './schema';

interface ActionOptions {
  object: unknown;
  now: Date;
}

const requestedAt = 'reconcile.fluxcd.io/requestedAt';
const resetAt = 'reconcile.fluxcd.io/resetAt';

/** The patches of each action. */
export const actionPatches: Record<
  EngineActionId,
  (options: ActionOptions) => ObjectPatch[]
> = {
  // Controllers hear of new artifacts by themselves, so nobody has to wait between the source and the object.
  sync: ({ object, now }) => {
    const flux = parseActive(object);
    return [...sourcePatches(flux, now), requestOf(flux, now)];
  },
  // Compares with the source as it was fetched last.
  refresh: ({ object, now }) => [requestOf(parseActive(object), now)],
  suspend: ({ object }) => {
    const flux = parseActive(object);
    return [patchOf(flux, { spec: { suspend: true } })];
  },
  resume: ({ object, now }) => {
    const flux = parseLiving(object);
    if (!flux.spec.suspend) {
      throw new ConflictError(
        `The ${flux.kind} ${flux.metadata.name} is not suspended.`,
      );
    }
    // Else Flux would look at it when its interval is over.
    const request = requestOf(flux, now);
    return [
      { ...request, body: { ...request.body, spec: { suspend: false } } },
    ];
  },
};

function parseLiving(object: unknown): FluxObject {
  const flux = parseFluxObject(object);
  const { metadata, kind } = flux;
  if (metadata.deletionTimestamp) {
    throw new ConflictError(`The ${kind} ${metadata.name} is being deleted.`);
  }
  return flux;
}

function parseActive(object: unknown): FluxObject {
  const flux = parseLiving(object);
  if (flux.spec.suspend) {
    throw new ConflictError(
      `The ${flux.kind} ${flux.metadata.name} is suspended: Flux does nothing about it until it is resumed.`,
    );
  }
  return flux;
}

function requestOf(object: FluxObject, now: Date): ObjectPatch {
  const token = now.toISOString();
  // A release that has used up its attempts would not try again otherwise.
  const resets = isHelmRelease(object) && isTrue(object, 'Stalled');
  return patchOf(object, {
    metadata: {
      annotations: {
        [requestedAt]: token,
        ...(resets && { [resetAt]: token }),
      },
    },
  });
}

function patchOf(
  object: FluxObject,
  body: Record<string, unknown>,
): ObjectPatch {
  const { apiVersion, kind, metadata } = object;
  return {
    apiVersion,
    kind,
    plural: isHelmRelease(object) ? 'helmreleases' : 'kustomizations',
    namespace: metadata.namespace,
    name: metadata.name,
    body,
  };
}

function sourcePatches(object: FluxObject, now: Date): ObjectPatch[] {
  const { metadata } = object;
  const reference = isHelmRelease(object)
    ? (object.spec.chartRef ?? object.spec.chart?.spec?.sourceRef)
    : object.spec.sourceRef;
  const { kind, name, namespace }: FluxReference = reference ?? {};
  const known = sourceReferences.find(each => each.kind === kind);
  // An external artifact is made by somebody else, and no controller of Flux looks at it.
  if (!known || !name || kind === 'ExternalArtifact') return [];
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

import { FluxObject } from '../schema';
import { conditionOf } from './conditions';
import { SourceFacts } from './sourceFacts';

const requestedAt = 'reconcile.fluxcd.io/requestedAt';

/** The object was changed, and Flux has not yet said anything about it as it is now. */
export function isBehind(object: FluxObject): boolean {
  const { generation } = object.metadata;
  // Flux advances its own generation only when all went well, so the condition is the better witness.
  const observed =
    conditionOf(object, 'Ready')?.observedGeneration ??
    object.status?.observedGeneration;
  return Boolean(generation && observed && observed < generation);
}

/** Why the status may be old although its cluster answers; undefined when nothing speaks for it. */
export function staleReason(
  object: FluxObject,
  source: SourceFacts | undefined,
): string | undefined {
  const { metadata, spec, status } = object;
  if (spec.suspend) {
    return 'It is suspended: Flux does not look at it, and what is shown is what Flux saw last.';
  }
  if (isBehind(object)) {
    return 'It was changed and Flux has not looked at the change yet.';
  }
  const requested = metadata.annotations?.[requestedAt];
  if (requested && requested !== status?.lastHandledReconcileAt) {
    return 'A reconciliation was requested and Flux has not done it yet.';
  }
  if (source?.suspended) {
    return `The ${source.kind} ${source.namespace}/${source.name} is suspended: Flux does not see newer revisions.`;
  }
  return undefined;
}

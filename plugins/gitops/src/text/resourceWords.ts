import { ResourceNode } from '@fairlead/backstage-plugin-gitops-common';

/** A resource in a sentence, as it is heard: `Pod orders-1, Degraded, 0 of 1 ready, 7 restarts`. */
export function resourceSentence(node: ResourceNode): string {
  const { kind, name, health, sync, ready, restarts } = node;
  return [
    `${kind} ${name}`,
    health?.status,
    sync === 'OutOfSync' && sync,
    ready && `${ready.ready} of ${ready.desired} ready`,
    restarts && `${restarts} ${restarts === 1 ? 'restart' : 'restarts'}`,
  ]
    .filter(Boolean)
    .join(', ');
}

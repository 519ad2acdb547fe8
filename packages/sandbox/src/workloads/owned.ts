import { randomInt } from 'node:crypto';
import { ClusterObjects, KindRef, KubeObject } from '../contracts';

/** The reference that makes an object the controller of another one. */
export function ownerReference(owner: KubeObject): Record<string, unknown> {
  return {
    apiVersion: owner.apiVersion,
    kind: owner.kind,
    name: owner.metadata.name,
    uid: owner.metadata.uid,
    controller: true,
    blockOwnerDeletion: true,
  };
}

/** The objects of a kind that another one controls; those being deleted are not among them. */
export function ownedBy(options: {
  objects: ClusterObjects;
  owner: KubeObject;
  kind: KindRef;
}): KubeObject[] {
  const { objects, owner, kind } = options;
  const { uid, namespace } = owner.metadata;
  return objects
    .list({ ...kind, namespace })
    .filter(
      ({ metadata }) =>
        !metadata.deletionTimestamp &&
        metadata.ownerReferences?.some(reference => reference.uid === uid),
    );
}

const letters = 'bcdfghjklmnpqrstvwxz2456789';

/** Five letters and digits, as the API server appends to generated names. */
export function randomSuffix(): string {
  return Array.from(
    { length: 5 },
    () => letters[randomInt(letters.length)],
  ).join('');
}

/** A moment as Kubernetes writes it. */
export function kubeTime(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');
}

import { ClusterObjects, KubeObject } from '../../contracts';
import { recordsAt, textAt } from '../../json';
import { imagesOf } from '../../podSpec';

/** The images of all pods below these objects: during a rollout the old and the new ones. */
export function liveImages(
  objects: ClusterObjects,
  roots: readonly KubeObject[],
): string[] {
  const namespaces = new Set(
    roots.flatMap(({ metadata }) => metadata.namespace ?? []),
  );
  const owners = new Set(roots.flatMap(({ metadata }) => metadata.uid ?? []));
  const below = (apiVersion: string, kind: string) =>
    [...namespaces]
      .flatMap(namespace => objects.list({ apiVersion, kind, namespace }))
      .filter(object =>
        recordsAt(object, 'metadata', 'ownerReferences').some(owner =>
          owners.has(textAt(owner, 'uid') ?? ''),
        ),
      );
  for (const { metadata } of below('apps/v1', 'Deployment')) {
    if (metadata.uid) owners.add(metadata.uid);
  }
  for (const { metadata } of [
    ...below('apps/v1', 'ReplicaSet'),
    ...below('batch/v1', 'Job'),
  ]) {
    if (metadata.uid) owners.add(metadata.uid);
  }
  return [...new Set(below('v1', 'Pod').flatMap(imagesOf))].sort();
}

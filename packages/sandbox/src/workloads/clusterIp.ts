import { createHash } from 'node:crypto';
import { ClusterObjects, KubeObject } from '../contracts';
import { textAt } from '../json';

/** Gives a Service its address inside the cluster: always the same one, since applying a manifest takes it away. */
export function giveClusterIp(
  objects: ClusterObjects,
  service: KubeObject,
): void {
  const isWanted = textAt(service, 'spec', 'type') !== 'ExternalName';
  if (!isWanted || textAt(service, 'spec', 'clusterIP')) return;
  const { apiVersion, kind, metadata } = service;
  const { namespace, name } = metadata;
  const bytes = createHash('sha256').update(`${namespace}/${name}`).digest();
  const address = `10.96.${bytes[0]}.${(bytes[1] % 254) + 1}`;
  objects.mergePatch(
    { apiVersion, kind, namespace, name },
    { spec: { clusterIP: address, clusterIPs: [address] } },
  );
}

import { KubeObject } from '../contracts';
import { recordAt, recordsAt, textAt } from '../json';
import { giveClusterIp } from './clusterIp';
import { WorkloadContext, WorkloadController } from './WorkloadController';

const address = [{ ip: '192.0.2.80' }];

/** Gives addresses to Services, and to what waits for a load balancer. */
export function loadBalancers({
  objects,
}: WorkloadContext): WorkloadController[] {
  const look = (object: KubeObject) => {
    if (object.kind === 'Service') giveClusterIp(objects, object);
    const isWanted =
      object.kind === 'Ingress' ||
      textAt(object, 'spec', 'type') === 'LoadBalancer';
    const given = recordsAt(object, 'status', 'loadBalancer', 'ingress');
    if (!isWanted || given.length > 0) return;
    const { apiVersion, kind, metadata } = object;
    const { namespace, name } = metadata;
    objects.setStatus(
      { apiVersion, kind, namespace, name },
      { ...recordAt(object, 'status'), loadBalancer: { ingress: address } },
    );
  };
  return [
    { kind: { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress' }, look },
    { kind: { apiVersion: 'v1', kind: 'Service' }, look },
  ];
}

import { ClusterObjects } from '../contracts';
import { kubeTime } from './owned';

/** The node on which every pod finds room. */
export const nodeName = 'node-1';

/** Adds the node to a cluster that has none. */
export function ensureNode(objects: ClusterObjects): void {
  const kind = { apiVersion: 'v1', kind: 'Node' };
  if (objects.list(kind).length > 0) return;
  objects.create({
    ...kind,
    metadata: {
      name: nodeName,
      labels: { 'kubernetes.io/hostname': nodeName },
    },
    spec: {},
    status: {
      addresses: [{ type: 'InternalIP', address: '192.0.2.10' }],
      conditions: [
        {
          type: 'Ready',
          status: 'True',
          reason: 'KubeletReady',
          message: 'kubelet is posting ready status',
          lastTransitionTime: kubeTime(Date.now()),
        },
      ],
      nodeInfo: { kubeletVersion: 'v1.33.0' },
    },
  });
}

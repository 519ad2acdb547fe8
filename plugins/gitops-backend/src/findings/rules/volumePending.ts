import { ResourceNode } from '@fairlead/backstage-plugin-gitops-common';
import { docs } from '../docs';
import { Facts, FindingRule } from '../Facts';
import { quote } from '../quote';

/** A volume claim has no volume. */
export const volumePending: FindingRule = {
  id: 'volume-pending',
  find: facts =>
    (facts.live?.nodes ?? []).flatMap(node => {
      const { kind, health, group } = node;
      if (group !== '' || kind !== 'PersistentVolumeClaim') return [];
      if (health?.status !== 'Progressing' && health?.status !== 'Degraded') {
        return [];
      }
      const words = wordsOf(facts, node);
      // It waits for a pod, which is as it should be until that is there.
      if (/waiting for first consumer/i.test(words)) return [];
      return [
        {
          severity: 'error',
          title:
            health.status === 'Degraded'
              ? `The volume of ${node.name} is gone`
              : `The volume claim ${node.name} gets no volume`,
          explanation: `The PersistentVolumeClaim ${node.name} ${health.status === 'Degraded' ? 'was bound to a volume that no longer exists' : 'waits for a volume, and the pods that use it wait with it'}.${words ? ` The cluster says: “${quote(words)}”` : ''}`,
          remedy: /storage ?class/i.test(words)
            ? 'Name a storage class that the cluster has, or add it.'
            : 'See whether the storage class exists and can make volumes of this size and access mode, and whether a quota is used up.',
          ...(node.createdAt && { since: node.createdAt }),
          resource: {
            group,
            kind,
            ...(node.namespace && { namespace: node.namespace }),
            name: node.name,
          },
          link: docs.volumes,
        },
      ];
    }),
};

function wordsOf({ live }: Facts, { id }: ResourceNode): string {
  const events = live?.events.filter(({ node }) => node === id) ?? [];
  const [telling] = [
    ...events.filter(({ type }) => type === 'Warning'),
    ...events,
  ];
  return telling?.message ?? '';
}

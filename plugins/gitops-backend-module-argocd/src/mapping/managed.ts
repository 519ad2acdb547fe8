import {
  SyncStatus,
  TargetStatus,
} from '@fairlead/backstage-plugin-gitops-common';
import { ManagedResource } from '@fairlead/backstage-plugin-gitops-node';
import { ApplicationStatus } from '../schema';

type Resources = ApplicationStatus['resources'];

const rolloutKinds: Record<string, string> = {
  'argoproj.io': 'Rollout',
  'flagger.app': 'Canary',
};

const syncStatuses: readonly SyncStatus[] = ['Synced', 'OutOfSync', 'Unknown'];

/** What Argo CD lists of an application: what Git declares, and what is live and no longer declared. */
export function mapManaged(resources: Resources): ManagedResource[] {
  return (resources ?? []).flatMap(
    ({ group, version, kind, namespace, name, status }) => {
      if (!kind || !name) return [];
      const sync = syncStatuses.find(each => each === status);
      return [
        {
          group: group ?? '',
          ...(version && { version }),
          kind,
          ...(namespace && { namespace }),
          name,
          ...(sync && { sync }),
        },
      ];
    },
  );
}

/** What a rollout controller may look after. */
export function mapRolloutRefs(
  resources: Resources,
): Pick<TargetStatus, 'rolloutRefs'> {
  const rolloutRefs = mapManaged(resources).flatMap(
    ({ group, kind, namespace, name }) =>
      namespace && rolloutKinds[group] === kind
        ? [{ kind, namespace, name }]
        : [],
  );
  return rolloutRefs.length > 0 ? { rolloutRefs } : {};
}

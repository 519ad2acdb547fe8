import { StoredTarget } from '../../targets/StoredTarget';
import { FindingRule } from '../Facts';

const lookAtCluster =
  'See whether the cluster is up, and whether the portal can reach it.';
const remedies: Partial<
  Record<NonNullable<StoredTarget['unreachable']>['fault'], string>
> = {
  credentials: "Have the portal's credentials for the cluster renewed.",
  config: "Have the cluster's entry in the portal's config corrected.",
};

/** The cluster that tells of it can't be read. */
export const unreachable: FindingRule = {
  id: 'unreachable',
  find: ({ target }) =>
    target.unreachable
      ? [
          {
            severity: 'warning',
            title: "Its cluster can't be read",
            explanation: `What is shown is what was last known. ${target.unreachable.message}.`,
            remedy: remedies[target.unreachable.fault] ?? lookAtCluster,
            since: target.unreachable.since,
          },
        ]
      : [],
};

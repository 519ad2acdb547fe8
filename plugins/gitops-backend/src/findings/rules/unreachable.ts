import { FindingRule } from '../Facts';

/** The cluster that tells of it can't be read. */
export const unreachable: FindingRule = {
  id: 'unreachable',
  find: ({ target }) =>
    target.unreachable
      ? [
          {
            severity: 'warning',
            title: 'Its cluster can’t be read',
            explanation: `What is shown is what was last known. ${target.unreachable.message}.`,
            remedy:
              target.unreachable.fault === 'credentials'
                ? 'Have the portal’s credentials for the cluster renewed.'
                : target.unreachable.fault === 'config'
                  ? 'Have the cluster’s entry in the portal’s config corrected.'
                  : 'See whether the cluster is up, and whether the portal can reach it.',
            since: target.unreachable.since,
          },
        ]
      : [],
};

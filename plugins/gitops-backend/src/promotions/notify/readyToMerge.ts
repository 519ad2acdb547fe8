import {
  EnvironmentPolicy,
  gatesInTheWay,
  Promotion,
} from '@fairlead/backstage-plugin-gitops-common';

/** Whether nothing but a person is missing for the pull request to be merged. */
export function isReadyToMerge(
  promotion: Promotion,
  policy: EnvironmentPolicy,
): boolean {
  const { state, pullRequest, gates, conflicts } = promotion;
  if (policy.merge !== 'people' || state !== 'open' || !pullRequest) {
    return false;
  }
  const { checks, review, mergeable, draft, autoMerge } = pullRequest;
  return (
    conflicts.length === 0 &&
    gatesInTheWay(gates, 'merge').length === 0 &&
    (checks === 'none' || checks === 'passing') &&
    (review === 'none' || review === 'approved') &&
    mergeable !== 'conflicting' &&
    !draft &&
    !autoMerge
  );
}

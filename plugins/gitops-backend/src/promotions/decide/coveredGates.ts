import { GateStatus, isPassed } from '@fairlead/backstage-plugin-gitops-common';
import { Observation } from '../Observation';
import { TrackedPromotion } from '../TrackedPromotion';
import { StillOpenOptions } from './StillOpenOptions';

/**
 * What was observed, where approvals hold for what the portal has put into the pull request only: nobody has approved in
 * the portal what somebody pushed there since.
 */
export function coveredGates(
  promotion: TrackedPromotion,
  { observation, pullRequest }: StillOpenOptions,
): Observation {
  const { gates, now } = observation;
  if (!gates || pullRequest.headSha === promotion.tracking.ourHead) {
    return observation;
  }
  return {
    ...observation,
    gates: gates.map((gate): GateStatus => {
      if (gate.gate !== 'approvals' || !isPassed(gate) || gate.overridden) {
        return gate;
      }
      const before = promotion.gates.find(({ gate: id }) => id === gate.gate);
      return {
        ...gate,
        status: 'waiting',
        message: `Somebody pushed to ${pullRequest.headBranch}, so that it is not what was approved in the portal. Take that back, request it anew, or let it pass with a reason.`,
        since: before?.since ?? now.toISOString(),
      };
    }),
  };
}

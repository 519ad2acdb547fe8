import {
  EnvironmentPolicy,
  PullRequest,
} from '@fairlead/backstage-plugin-gitops-common';
import {
  AppliedGate,
  Gate,
  GateInput,
  GateVerdict,
} from '@fairlead/backstage-plugin-gitops-node';
import { pullRequestVerdict } from './pullRequestVerdict';

/**
 * Enough people approve of the pull request on the forge.
 *
 * @remarks
 * Where the policy asks for no number, the forge's own rules hold. Fairlead waits for them only where it merges by
 * itself: people see them where they merge, and the forge keeps to them.
 */
export class ForgeReviewsGate implements Gate {
  static create(): ForgeReviewsGate {
    return new ForgeReviewsGate();
  }

  private constructor() {}

  applied({ promotion, policy }: GateInput): AppliedGate[] {
    if (policy.gates.reviews === 0 && policy.merge !== 'automatic') return [];
    return [
      {
        id: 'forge-reviews',
        title: 'Reviews',
        phases: ['merge'],
        evaluate: async () =>
          pullRequestVerdict(promotion, pullRequest =>
            reviewsVerdict(pullRequest, policy),
          ),
      },
    ];
  }
}

function reviewsVerdict(
  { approvals, number, review }: PullRequest,
  { gates }: EnvironmentPolicy,
): GateVerdict {
  const waiting = (message: string): GateVerdict => ({
    status: 'waiting',
    message,
  });
  if (review === 'changes-requested') {
    return waiting(`A reviewer of pull request #${number} asks for changes.`);
  }
  const has = approvals ?? (review === 'approved' ? 1 : 0);
  const missing = gates.reviews - has;
  if (missing > 0) {
    return waiting(
      `${missing} of ${gates.reviews} approving reviews of pull request #${number} ${missing === 1 ? 'is' : 'are'} missing.`,
    );
  }
  if (review === 'required') {
    return waiting(
      `The forge requires a review of pull request #${number} that is missing.`,
    );
  }
  return {
    status: 'passed',
    message:
      has > 0
        ? `${has === 1 ? '1 reviewer approves' : `${has} reviewers approve`} of pull request #${number}.`
        : `The forge requires no review of pull request #${number}.`,
  };
}

import { PullRequest } from '@fairlead/backstage-plugin-gitops-common';
import {
  AppliedGate,
  Gate,
  GateInput,
  GateVerdict,
} from '@fairlead/backstage-plugin-gitops-node';
import { pullRequestVerdict } from './pullRequestVerdict';

/** The checks of the forge pass on the head of the pull request. */
export class ForgeChecksGate implements Gate {
  static create(): ForgeChecksGate {
    return new ForgeChecksGate();
  }

  private constructor() {}

  applied({ promotion, policy }: GateInput): AppliedGate[] {
    if (!policy.gates.checks) return [];
    return [
      {
        id: 'forge-checks',
        title: 'Checks',
        phases: ['merge'],
        evaluate: async () => pullRequestVerdict(promotion, checksVerdict),
      },
    ];
  }
}

function checksVerdict(pullRequest: PullRequest): GateVerdict {
  const { checks, headSha, number } = pullRequest;
  const head = headSha.slice(0, 7);
  switch (checks) {
    case 'passing':
      return { status: 'passed', message: `The checks of ${head} pass.` };
    case 'failing':
      return {
        status: 'failed',
        message: `Checks of ${head} fail: see pull request #${number}.`,
      };
    case 'pending':
      return {
        status: 'waiting',
        message: `The checks of ${head} are running.`,
      };
    default:
      // A forge shows none for the first seconds as well.
      return {
        status: 'waiting',
        message: `No check has reported on ${head} yet.`,
      };
  }
}

import {
  Promotion,
  PullRequest,
} from '@fairlead/backstage-plugin-gitops-common';
import { GateVerdict } from '@fairlead/backstage-plugin-gitops-node';

/** What a gate says that asks for nothing but the pull request, which has to be there and ready. */
export function pullRequestVerdict(
  { pullRequest }: Pick<Promotion, 'pullRequest'>,
  verdict: (pullRequest: PullRequest) => GateVerdict,
): GateVerdict {
  if (!pullRequest) {
    return { status: 'waiting', message: 'There is no pull request yet.' };
  }
  const { draft, number, state, url } = pullRequest;
  if (state === 'open' && draft) {
    return {
      status: 'waiting',
      message: `Pull request #${number} is a draft.`,
      link: url,
    };
  }
  return { ...verdict(pullRequest), link: url };
}

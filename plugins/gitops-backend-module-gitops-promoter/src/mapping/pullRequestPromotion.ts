import { ManagedPromotion } from '@fairlead/backstage-plugin-gitops-common';
import { PullRequest } from '../schema';

const states: Record<string, ManagedPromotion['state']> = {
  open: 'running',
  merged: 'succeeded',
  closed: 'aborted',
};

/** A pull request of GitOps Promoter as a promotion; undefined when there is none. */
export function pullRequestPromotion(
  pullRequest: PullRequest,
  freight?: string,
): ManagedPromotion | undefined {
  const { id, url, state, prCreationTime, prMergeTime } = pullRequest ?? {};
  if (!url) return undefined;
  // Without a state somebody else has merged or closed it, and it is not told which.
  const word = state || 'merged or closed by somebody else';
  const number = /^\d+$/.test(id ?? '') ? Number(id) : undefined;
  return {
    name: `#${id ?? ''}`,
    phase: word,
    state: states[word] ?? 'unknown',
    ...(freight && { freight }),
    ...(prCreationTime && { startedAt: prCreationTime }),
    ...(prMergeTime && { finishedAt: prMergeTime }),
    steps: [],
    pullRequest: {
      url,
      ...(number !== undefined && { number }),
      state: word,
    },
  };
}

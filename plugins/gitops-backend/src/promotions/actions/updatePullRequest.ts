import { EnvironmentPolicy } from '@fairlead/backstage-plugin-gitops-common';
import { Forges } from '../../forges/Forges';
import { UpdateSighting } from '../Observation';
import { forgeProblem } from '../observe/forgeProblem';
import { noForge } from '../observe/observePullRequests';
import { TrackedPromotion } from '../TrackedPromotion';
import { ContentOptions, pullRequestContent } from './pullRequestContent';

/** Puts the plan as it is now into the pull request, unless somebody else pushed to it. */
export async function updatePullRequest(
  promotion: TrackedPromotion,
  options: ContentOptions & { forges: Forges; policy: EnvironmentPolicy },
): Promise<UpdateSighting> {
  const { plan, pullRequest, tracking } = promotion;
  const forge = options.forges.forRepository(plan.repoUrl);
  if (!forge) return { kind: 'problem', problem: noForge(plan.repoUrl) };
  if (!pullRequest) {
    const message = 'the promotion has no pull request';
    return { kind: 'problem', problem: { kind: 'conflict', message } };
  }
  try {
    const updated = await forge.updatePullRequest({
      ...(await pullRequestContent(promotion, options)),
      number: pullRequest.number,
      expectedHeadSha: tracking.ourHead ?? pullRequest.headSha,
    });
    return {
      kind: updated.refused ?? 'seen',
      pullRequest: updated.pullRequest,
    };
  } catch (error) {
    return { kind: 'problem', problem: forgeProblem(error) };
  }
}

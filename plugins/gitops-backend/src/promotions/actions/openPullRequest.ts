import { EnvironmentPolicy } from '@fairlead/backstage-plugin-gitops-common';
import { Forges } from '../../forges/Forges';
import { Observation } from '../Observation';
import { forgeProblem } from '../observe/forgeProblem';
import { noForge } from '../observe/observePullRequests';
import { TrackedPromotion } from '../TrackedPromotion';
import { ContentOptions, pullRequestContent } from './pullRequestContent';

/** Opens the pull request, or finds the one that an earlier attempt has opened: branch and content are always the same. */
export async function openPullRequest(
  promotion: TrackedPromotion,
  options: ContentOptions & { forges: Forges; policy: EnvironmentPolicy },
): Promise<Observation['opening']> {
  const { repoUrl } = promotion.plan;
  const forge = options.forges.forRepository(repoUrl);
  if (!forge) return { kind: 'problem', problem: noForge(repoUrl) };
  try {
    const pullRequest = await forge.openPullRequest(
      await pullRequestContent(promotion, options),
    );
    return { kind: 'seen', pullRequest };
  } catch (error) {
    return { kind: 'problem', problem: forgeProblem(error) };
  }
}

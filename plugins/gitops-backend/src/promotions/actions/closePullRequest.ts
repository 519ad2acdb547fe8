import { calledOff } from '../decide/endings';
import { Observation } from '../Observation';
import { forgeProblem } from '../observe/forgeProblem';
import { noForge } from '../observe/observePullRequests';
import { TrackedPromotion } from '../TrackedPromotion';
import { DisplayOptions, showDisplay } from './showDisplay';

/** Closes the pull request of a promotion that was called off, and reads back what became of it: it may have been merged. */
export async function closePullRequest(
  promotion: TrackedPromotion,
  options: DisplayOptions,
): Promise<Observation['closing']> {
  const { plan, pullRequest, tracking } = promotion;
  const forge = options.forges.forRepository(plan.repoUrl);
  if (!forge) return { kind: 'problem', problem: noForge(plan.repoUrl) };
  if (!pullRequest) {
    const message = 'the promotion has no pull request';
    return { kind: 'problem', problem: { kind: 'conflict', message } };
  }
  const { repoUrl } = plan;
  const { number } = pullRequest;
  // Whoever is told that it was closed reads there why.
  const ended = calledOff(promotion);
  await showDisplay(
    {
      ...promotion,
      state: ended.state ?? promotion.state,
      message: ended.message ?? promotion.message,
      links: ended.links ?? promotion.links,
    },
    options,
  );
  try {
    await forge.closePullRequest({
      repoUrl,
      number,
      ...(tracking.ourHead && { deleteBranchAt: tracking.ourHead }),
    });
    const [found] = await forge.readPullRequests([{ repoUrl, number }]);
    return found
      ? { kind: 'seen', pullRequest: found }
      : {
          kind: 'problem',
          problem: {
            kind: 'refusal',
            message: `pull request #${number} is not there any more`,
          },
        };
  } catch (error) {
    return { kind: 'problem', problem: forgeProblem(error) };
  }
}

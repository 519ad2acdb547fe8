import { Forges } from '../../forges/Forges';
import { escapeMarkdown } from '../markdown';
import { Observation } from '../Observation';
import { forgeProblem } from '../observe/forgeProblem';
import { noForge } from '../observe/observePullRequests';
import { promotionUrl } from '../promotionUrl';
import { TrackedPromotion } from '../TrackedPromotion';

/** Closes the pull request of a promotion that was called off, and reads back what became of it: it may have been merged. */
export async function closePullRequest(
  promotion: TrackedPromotion,
  options: { appBaseUrl: string; forges: Forges },
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
  try {
    await forge.closePullRequest({
      repoUrl,
      number,
      comment: commentOf(tracking, options),
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

function commentOf(
  { cancel, supersede }: TrackedPromotion['tracking'],
  { appBaseUrl }: { appBaseUrl: string },
): string {
  if (cancel) {
    return `Cancelled by ${escapeMarkdown(cancel.by)}: ${escapeMarkdown(cancel.reason)}`;
  }
  return supersede
    ? `Superseded by [a newer promotion](${promotionUrl({ appBaseUrl, id: supersede.by })}).`
    : 'Called off.';
}

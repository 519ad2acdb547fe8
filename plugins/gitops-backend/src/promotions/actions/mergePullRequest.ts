import { Forges } from '../../forges/Forges';
import { trailersOf } from '../commitMessage';
import { Observation } from '../Observation';
import { forgeProblem } from '../observe/forgeProblem';
import { noForge } from '../observe/observePullRequests';
import { TrackedPromotion } from '../TrackedPromotion';

/** Asks the forge to merge exactly the head that was seen, and reads back what became of it. */
export async function mergePullRequest(
  promotion: TrackedPromotion,
  options: { forges: Forges; how: 'now' | 'scheduled' },
): Promise<Pick<Observation, 'merging' | 'pullRequest'>> {
  const { plan, pullRequest, tracking } = promotion;
  const { repoUrl } = plan;
  const forge = options.forges.forRepository(repoUrl);
  if (!forge || !pullRequest) {
    return { merging: { kind: 'problem', problem: noForge(repoUrl) } };
  }
  const { number, headSha: expectedHeadSha, title } = pullRequest;
  try {
    const answer = await forge.mergePullRequest({
      repoUrl,
      number,
      expectedHeadSha,
      how: options.how,
      title: `${title} (#${number})`,
      message: [
        ...trailersOf(promotion),
        ...(tracking.merge ? [`Merged-By: ${tracking.merge.by}`] : []),
      ].join('\n'),
    });
    const [seen] =
      answer.outcome === 'refused'
        ? []
        : await forge.readPullRequests([{ repoUrl, number }]);
    return {
      merging: { kind: 'answer', answer },
      ...(seen && { pullRequest: { kind: 'seen', pullRequest: seen } }),
    };
  } catch (error) {
    return { merging: { kind: 'problem', problem: forgeProblem(error) } };
  }
}

import { EnvironmentPolicy } from '@fairlead/backstage-plugin-gitops-common';
import { Forges } from '../../forges/Forges';
import { Observation } from '../Observation';
import { forgeProblem } from '../observe/forgeProblem';
import { noForge } from '../observe/observePullRequests';
import { OpeningAsUser } from '../openAs/OpeningAsUser';
import { TrackedPromotion } from '../TrackedPromotion';
import { ContentOptions, pullRequestContent } from './pullRequestContent';

interface OpenOptions extends ContentOptions {
  forges: Forges;
  policy: EnvironmentPolicy;
  /** Absent: all are opened as the portal. */
  openingAsUser?: OpeningAsUser;
}

/** Opens the pull request, or finds the one that an earlier attempt has opened: branch and content are always the same. */
export async function openPullRequest(
  promotion: TrackedPromotion,
  options: OpenOptions,
): Promise<Observation['opening']> {
  const { repoUrl } = promotion.plan;
  const forge = options.forges.forRepository(repoUrl);
  if (!forge) return { kind: 'problem', problem: noForge(repoUrl) };
  try {
    const { opened, notAsUser } = await openAsUser(promotion, options);
    const content = opened ?? (await pullRequestContent(promotion, options));
    // One that a user has opened is found, and labelled.
    const pullRequest = await forge.openPullRequest(content);
    return {
      kind: 'seen',
      pullRequest,
      ...(opened && { asUser: true }),
      ...(notAsUser && { notAsUser }),
    };
  } catch (error) {
    return { kind: 'problem', problem: forgeProblem(error) };
  }
}

/** What was opened as the user who asked; or why it was not, where that was to be. */
async function openAsUser(promotion: TrackedPromotion, options: OpenOptions) {
  const { openingAsUser, identities: _, ...rest } = options;
  if (!promotion.tracking.asUser) return {};
  if (!openingAsUser?.has(promotion)) {
    const notAsUser =
      'their forge token is not at hand any more, as it is kept for ten minutes at most and never stored';
    return { notAsUser };
  }
  // The commit is the user's own: it names no co-author.
  const content = await pullRequestContent(promotion, rest);
  const { refused } = await openingAsUser.open(promotion, content);
  return refused ? { notAsUser: refused } : { opened: content };
}

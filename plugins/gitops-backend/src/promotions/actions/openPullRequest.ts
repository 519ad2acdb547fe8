import { LoggerService } from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import { Promotion } from '@fairlead/backstage-plugin-gitops-common';
import { Forges } from '../../forges/Forges';
import { branchName } from '../branchName';
import { commitMessage, promotionTitle } from '../commitMessage';
import { Observation } from '../Observation';
import { forgeProblem } from '../observe/forgeProblem';
import { noForge } from '../observe/observePullRequests';
import { PromotedCommits, pullRequestBody } from '../pullRequestBody';
import { toPromotion, TrackedPromotion } from '../TrackedPromotion';

/** Finds what lies between the versions of a promotion; undefined when it can't be known. */
export interface VersionCommits {
  commitsOf(promotion: Promotion): Promise<PromotedCommits | undefined>;
}

/** What an action needs. */
export interface ActionOptions {
  forges: Forges;
  logger: LoggerService;
  contentsOf(id: string): Promise<ReadonlyMap<string, string>>;
  versionCommits?: VersionCommits;
  branchPrefix: string;
  labels: string[];
  appBaseUrl: string;
}

/** Opens the pull request, or finds the one that an earlier attempt has opened: branch and content are always the same. */
export async function openPullRequest(
  promotion: TrackedPromotion,
  options: ActionOptions,
): Promise<Observation['opening']> {
  const { plan } = promotion;
  const forge = options.forges.forRepository(plan.repoUrl);
  if (!forge) return { kind: 'problem', problem: noForge(plan.repoUrl) };
  const [files, commits] = await Promise.all([
    options.contentsOf(promotion.id),
    commitsOf(promotion, options),
  ]);
  try {
    const pullRequest = await forge.openPullRequest({
      repoUrl: plan.repoUrl,
      baseBranch: plan.baseBranch,
      baseSha: plan.baseSha,
      headBranch: branchName({ prefix: options.branchPrefix, promotion }),
      commitMessage: commitMessage(promotion),
      files,
      title: promotionTitle(promotion),
      body: pullRequestBody({
        promotion,
        appBaseUrl: options.appBaseUrl,
        ...(commits && { commits }),
      }),
      labels: options.labels,
      reviewers: [],
    });
    return { kind: 'seen', pullRequest };
  } catch (error) {
    return { kind: 'problem', problem: forgeProblem(error) };
  }
}

/** Nice to have in the body; a promotion never waits for it. */
async function commitsOf(
  promotion: TrackedPromotion,
  { versionCommits, logger }: ActionOptions,
): Promise<PromotedCommits | undefined> {
  try {
    return await versionCommits?.commitsOf(toPromotion(promotion));
  } catch (error) {
    logger.warn(
      `The commits of promotion ${promotion.id} could not be read: ${stringifyError(error)}`,
    );
    return undefined;
  }
}

import { LoggerService } from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import {
  EnvironmentPolicy,
  Promotion,
} from '@fairlead/backstage-plugin-gitops-common';
import { OpenPullRequestOptions } from '@fairlead/backstage-plugin-gitops-node';
import { branchName } from '../branchName';
import { commitMessage, promotionTitle } from '../commitMessage';
import { fillTemplate } from '../fillTemplate';
import { escapeMarkdown } from '../markdown';
import { PlannedContents } from '../plan/PromotionPlanner';
import { PromotedCommits, pullRequestBody } from '../pullRequestBody';
import { toPromotion, TrackedPromotion } from '../TrackedPromotion';

/** Finds what lies between the versions of a promotion; undefined when it can't be known. */
export interface VersionCommits {
  commitsOf(promotion: Promotion): Promise<PromotedCommits | undefined>;
}

/** Finds the person who asked, for Git. */
export interface RequesterIdentities {
  /** `Name <email>`; undefined for what is no person, or has no address in the catalog. */
  coAuthorOf(requestedBy: string): Promise<string | undefined>;
}

/** What the content of a pull request is made with. */
export interface ContentOptions {
  logger: LoggerService;
  contentsOf(id: string): Promise<PlannedContents>;
  versionCommits?: VersionCommits;
  identities?: RequesterIdentities;
  branchPrefix: string;
  labels: string[];
  appBaseUrl: string;
}

/** All that a pull request says and changes: always the same for the same plan. */
export async function pullRequestContent(
  promotion: TrackedPromotion,
  options: ContentOptions & { policy: EnvironmentPolicy },
): Promise<OpenPullRequestOptions> {
  const { plan } = promotion;
  const { policy, versionCommits, identities } = options;
  const [written, commits, coAuthor] = await Promise.all([
    options.contentsOf(promotion.id),
    optional(options, 'commits', async () =>
      versionCommits?.commitsOf(toPromotion(promotion)),
    ),
    optional(options, 'requester', async () =>
      identities?.coAuthorOf(promotion.requestedBy),
    ),
  ]);
  const title = policy.title
    ? inOneLine(fillTemplate(policy.title, promotion))
    : promotionTitle(promotion);
  return {
    repoUrl: plan.repoUrl,
    baseBranch: plan.baseBranch,
    baseSha: plan.baseSha,
    headBranch: branchName({ prefix: options.branchPrefix, promotion }),
    commitMessage: commitMessage({
      promotion,
      title,
      ...(coAuthor && { coAuthor }),
    }),
    files: written.contents,
    ...(written.directories && { directories: written.directories }),
    title,
    body: pullRequestBody({
      promotion,
      appBaseUrl: options.appBaseUrl,
      ...(policy.body && {
        introduction: fillTemplate(policy.body, {
          ...promotion,
          // The template is the pipeline's, and may be Markdown; the reason is anybody's.
          reason: escapeMarkdown(promotion.reason),
        }),
      }),
      ...(commits && { commits }),
    }),
    labels: [...new Set([...options.labels, ...policy.labels])],
    reviewers: policy.reviewers,
  };
}

/** Forges refuse titles that are longer than this, or make two lines of one. */
const titleLimit = 200;

function inOneLine(title: string): string {
  const characters = [...title.replace(/[\s\p{C}]+/gu, ' ').trim()];
  return characters.length > titleLimit
    ? `${characters.slice(0, titleLimit - 1).join('')}…`
    : characters.join('');
}

/** Nice to have; a promotion never waits for it. */
async function optional<T>(
  { logger }: ContentOptions,
  what: string,
  read: () => Promise<T | undefined>,
): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    logger.warn(
      `The ${what} of a promotion could not be read: ${stringifyError(error)}`,
    );
    return undefined;
  }
}

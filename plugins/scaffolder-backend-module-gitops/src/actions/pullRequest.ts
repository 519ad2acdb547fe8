import { InputError } from '@backstage/errors';
import { ScmIntegrationRegistry } from '@backstage/integration';
import {
  createTemplateAction,
  parseRepoUrl,
  serializeDirectoryContents,
} from '@backstage/plugin-scaffolder-node';
import { resolveSafeChildPath } from '@backstage/backend-plugin-api';
import { posix } from 'node:path';
import { GitopsClients } from '../GitopsClients';
import { pullRequestExamples } from './pullRequest.examples';

/**
 * Writes rendered files into a GitOps repository as one pull request.
 *
 * @remarks
 * The branch names the change: run again, also after a crash, the action finds its own pull request. Files that
 * exist in the repository with other content are refused by the backend, so nothing of somebody else is lost.
 */
export function createPullRequestAction(options: {
  clients: GitopsClients;
  integrations: ScmIntegrationRegistry;
  /** `scaffolder.requireScmUserCredentials`: the portal's own credentials must not be used. */
  requireScmUserCredentials: boolean;
}) {
  const { clients, integrations, requireScmUserCredentials } = options;
  return createTemplateAction({
    id: 'gitops:pull-request',
    description:
      'Adds rendered files to a GitOps repository and opens one pull request with them',
    examples: pullRequestExamples,
    supportsDryRun: true,
    schema: {
      input: {
        repoUrl: z =>
          z.string({
            description:
              'The GitOps repository, as RepoUrlPicker gives it: github.com?owner=acme&repo=gitops',
          }),
        sourcePath: z =>
          z
            .string({
              description:
                'Folder of the workspace with the rendered files; default: all of it',
            })
            .optional(),
        targetPath: z =>
          z
            .string({
              description:
                'Folder of the repository to put them in; default: its root',
            })
            .optional(),
        baseBranch: z =>
          z
            .string({
              description:
                'Branch that the environments deploy from; default: main',
            })
            .optional(),
        branch: z =>
          z.string({
            description:
              'Name of the new branch. The same branch is the same change',
          }),
        title: z => z.string({ description: 'Title of the pull request' }),
        description: z =>
          z.string({ description: 'Text of the pull request' }).optional(),
        labels: z => z.array(z.string()).optional(),
        reviewers: z =>
          z
            .array(z.string(), { description: 'Logins at the forge' })
            .optional(),
      },
      output: {
        pullRequestUrl: z => z.string({ description: 'Its page at the forge' }),
        pullRequestNumber: z => z.number(),
        branch: z => z.string(),
      },
    },
    async handler(ctx) {
      // The scaffolder validates by these schemas, and fills in no defaults.
      const {
        sourcePath = '.',
        targetPath = '.',
        baseBranch = 'main',
        description = '',
        ...input
      } = ctx.input;
      const repoUrl = webUrlOf(input.repoUrl, integrations);
      const files = await renderedFiles({
        folder: resolveSafeChildPath(ctx.workspacePath, sourcePath),
        targetPath,
      });
      ctx.logger.info(`${files.length} files for ${repoUrl}`);
      for (const { path } of files) ctx.logger.info(`  ${path}`);

      if (ctx.isDryRun) {
        ctx.output('branch', input.branch);
        ctx.output('pullRequestUrl', `${repoUrl}/pulls`);
        ctx.output('pullRequestNumber', 0);
        return;
      }
      if (requireScmUserCredentials) {
        throw new InputError(
          "This portal requires a user's own credentials for every write to a forge (scaffolder.requireScmUserCredentials), which gitops:pull-request can't use: it writes as the portal.",
        );
      }
      const client = clients.onBehalfOf(await ctx.getInitiatorCredentials());
      const pullRequest = await ctx.checkpoint({
        key: `gitops.pull-request.${repoUrl}.${input.branch}`,
        fn: async () => {
          const { url, number } = await client.openChange({
            repoUrl,
            baseBranch,
            headBranch: input.branch,
            title: input.title,
            description,
            files,
            labels: input.labels,
            reviewers: input.reviewers,
          });
          return { url, number };
        },
      });
      ctx.logger.info(`Pull request: ${pullRequest.url}`);
      ctx.output('branch', input.branch);
      ctx.output('pullRequestUrl', pullRequest.url);
      ctx.output('pullRequestNumber', pullRequest.number);
    },
  });
}

function webUrlOf(repoUrl: string, integrations: ScmIntegrationRegistry) {
  const { host, owner, repo } = parseRepoUrl(repoUrl, integrations);
  if (!owner) {
    throw new InputError(
      `The repository "${repoUrl}" lacks its owner: write host?owner=…&repo=…`,
    );
  }
  const integration = integrations.github.byHost(host);
  if (!integration) {
    throw new InputError(
      `No GitHub integration covers ${host}: add it to integrations.github in the portal's config`,
    );
  }
  // The API's own scheme is the forge's: a forge on a plain http port has an http API.
  const { protocol } = new URL(
    integration.config.apiBaseUrl ?? `https://${host}`,
  );
  return `${protocol}//${host}/${owner}/${repo}`;
}

async function renderedFiles(options: { folder: string; targetPath: string }) {
  const rendered = await serializeDirectoryContents(options.folder, {
    gitignore: false,
  });
  if (rendered.length === 0) {
    throw new InputError(
      'There is nothing to write: the source path holds no files',
    );
  }
  return rendered.map(({ path, content }) => ({
    path: posix.normalize(posix.join(options.targetPath, path)),
    content: content.toString('utf8'),
  }));
}

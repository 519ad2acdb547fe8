import { ConflictError } from '@backstage/errors';
import { OpenPullRequestOptions } from '@fairlead/backstage-plugin-gitops-node';
import { z } from 'zod';
import { branchHolds } from './branchHead';
import { mayHaveTakenEffect } from '../forgeErrors';
import { GithubApi } from './GithubApi';
import { GithubRepository } from './GithubRepository';
import {
  PullRequestContext,
  readPullRequestContext,
} from './pullRequestContext';
import { writeCommit, writeTree } from './writeContent';

interface BranchOptions {
  api: GithubApi;
  repository: GithubRepository;
  request: OpenPullRequestOptions;
  context: PullRequestContext;
}

/**
 * Makes sure that the branch is there with the wanted files, and returns the SHA of its head.
 *
 * The ref is written last: until then there are only objects that nothing points to, so a crash leaves nothing
 * that anyone sees. The commit differs from one attempt to the next, so what is compared is the tree and the parent.
 */
export async function ensureBranch(options: BranchOptions): Promise<string> {
  const { api, repository, request, context } = options;
  const content = { api, repository, content: request, start: context.start };
  const tree = await writeTree(content);
  if (context.head) return headWith({ ...options, tree });

  const commit = await writeCommit({ ...content, tree });
  try {
    await api.rest({
      repository,
      action: `create branch ${request.headBranch}`,
      schema: z.unknown(),
      send: (octokit, basics) =>
        octokit.rest.git.createRef({
          ...basics,
          ref: `refs/heads/${request.headBranch}`,
          sha: commit,
        }),
    });
    return commit;
  } catch (error) {
    // Somebody was faster, or the connection broke: what is there now decides.
    if (!(error instanceof ConflictError) && !mayHaveTakenEffect(error)) {
      throw error;
    }
    const now = await readPullRequestContext(options).catch(() => undefined);
    if (!now?.head) throw error;
    return headWith({ ...options, context: now, tree });
  }
}

function headWith(options: BranchOptions & { tree: string }): string {
  const { api, repository, request, context, tree } = options;
  const { head } = context;
  if (head && branchHolds({ head, tree, parent: request.baseSha })) {
    return head.oid;
  }
  throw new ConflictError(
    `${api.host} has a branch ${request.headBranch} in ${repository.owner}/${repository.name} already, with other content than this promotion's; delete or rename it`,
  );
}

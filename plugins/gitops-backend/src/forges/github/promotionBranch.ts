import { ConflictError } from '@backstage/errors';
import { OpenPullRequestOptions } from '@fairlead/backstage-plugin-gitops-node';
import { z } from 'zod';
import { GithubApi } from './GithubApi';
import { mayHaveTakenEffect } from './githubErrors';
import { GithubRepository } from './GithubRepository';
import {
  PullRequestContext,
  readPullRequestContext,
} from './pullRequestContext';

interface BranchOptions {
  api: GithubApi;
  repository: GithubRepository;
  request: OpenPullRequestOptions;
  context: PullRequestContext;
}

const shaSchema = z.object({ sha: z.string() });
const REGULAR = 0o100644;
const EXECUTABLE = 0o100755;

/**
 * Makes sure that the branch is there with the wanted files, and returns the SHA of its head.
 *
 * The ref is written last: until then there are only objects that nothing points to, so a crash leaves nothing
 * that anyone sees. The commit names no author, because GitHub signs those of an app only then. It differs
 * from one attempt to the next, so what is compared is the tree and the parent.
 */
export async function ensureBranch(options: BranchOptions): Promise<string> {
  const { api, repository, request, context } = options;
  const tree = await createTree(options);
  if (context.head) return headWith({ ...options, tree });

  const commit = await api.rest({
    repository,
    action: 'create a commit',
    schema: shaSchema,
    send: (octokit, basics) =>
      octokit.rest.git.createCommit({
        ...basics,
        message: request.commitMessage,
        tree,
        parents: [request.baseSha],
      }),
  });
  try {
    await api.rest({
      repository,
      action: `create branch ${request.headBranch}`,
      schema: z.unknown(),
      send: (octokit, basics) =>
        octokit.rest.git.createRef({
          ...basics,
          ref: `refs/heads/${request.headBranch}`,
          sha: commit.sha,
        }),
    });
    return commit.sha;
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

async function createTree(options: BranchOptions): Promise<string> {
  const { api, repository, request, context } = options;
  const tree = await api.rest({
    repository,
    action: 'create a tree',
    schema: shaSchema,
    send: (octokit, basics) =>
      octokit.rest.git.createTree({
        ...basics,
        base_tree: context.startTree,
        tree: [...request.files].map(([path, content]) => ({
          path,
          content,
          type: 'blob' as const,
          mode:
            (context.modes.get(path) ?? REGULAR) === EXECUTABLE
              ? ('100755' as const)
              : ('100644' as const),
        })),
      }),
  });
  return tree.sha;
}

function headWith(options: BranchOptions & { tree: string }): string {
  const { api, repository, request, context, tree } = options;
  const { head } = context;
  const parents = head?.parents?.nodes.map(({ oid }) => oid) ?? [];
  if (
    head?.tree?.oid === tree &&
    parents.length === 1 &&
    parents[0] === request.baseSha
  ) {
    return head.oid;
  }
  throw new ConflictError(
    `${api.host} has a branch ${request.headBranch} in ${repository.owner}/${repository.name} already, with other content than this promotion's; delete or rename it`,
  );
}

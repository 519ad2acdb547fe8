import { InputError, ServiceUnavailableError } from '@backstage/errors';
import { OpenPullRequestOptions } from '@fairlead/backstage-plugin-gitops-node';
import { z } from 'zod';
import { GithubApi } from './GithubApi';
import { GithubRepository } from './GithubRepository';
import { StartCommit } from './startCommit';

type Content = Pick<
  OpenPullRequestOptions,
  'baseSha' | 'commitMessage' | 'files' | 'directories'
>;

interface WriteOptions {
  api: GithubApi;
  repository: GithubRepository;
  content: Content;
  start: StartCommit;
}

interface TreeEntry {
  path: string;
  mode: '100644' | '100755' | '040000';
  type: 'blob' | 'tree';
  sha?: string | null;
  content?: string;
}

const shaSchema = z.object({ sha: z.string() });
const treeIdSchema = z.object({
  repository: z.record(z.string(), z.object({ oid: z.string() }).nullable()),
});
const EXECUTABLE = 0o100755;

/**
 * Writes the tree that holds the content, and returns its id: one request, and three where directories are put in
 * place. For GitHub a directory joins what is at its path, so what is there is taken away first, and that the
 * result is the wanted directory is read back.
 */
export async function writeTree(options: WriteOptions): Promise<string> {
  const { content, start } = options;
  const directories = [...(content.directories ?? [])];
  for (const [path] of directories) {
    if (path === '' || directories.some(([b]) => b.startsWith(`${path}/`))) {
      throw new InputError(
        `The directory "${path}" can't be replaced: it is the root, or another one that is replaced lies in it`,
      );
    }
  }
  const cleared =
    start.occupied.size === 0
      ? start.tree
      : await createTree({
          ...options,
          base: start.tree,
          entries: [...start.occupied].map(path => ({
            path,
            mode: '040000',
            type: 'tree',
            sha: null,
          })),
        });
  const written = await createTree({
    ...options,
    base: cleared,
    entries: [
      ...directories.map(([path, sha]): TreeEntry => ({
        path,
        mode: '040000',
        type: 'tree',
        sha,
      })),
      ...[...content.files].map(([path, text]): TreeEntry => ({
        path,
        mode: start.modes.get(path) === EXECUTABLE ? '100755' : '100644',
        type: 'blob',
        content: text,
      })),
    ],
  });
  await verifyDirectories({ ...options, tree: written });
  return written;
}

/** Writes a commit of this tree that nothing points to yet. It names no author, because GitHub signs those of an app only then. */
export async function writeCommit(
  options: Omit<WriteOptions, 'start'> & { tree: string },
): Promise<string> {
  const { api, repository, content, tree } = options;
  const { sha } = await api.rest({
    repository,
    action: 'create a commit',
    schema: shaSchema,
    send: (octokit, basics) =>
      octokit.rest.git.createCommit({
        ...basics,
        message: content.commitMessage,
        tree,
        parents: [content.baseSha],
      }),
  });
  return sha;
}

async function createTree(
  options: WriteOptions & { base: string; entries: TreeEntry[] },
): Promise<string> {
  const { api, repository, base, entries } = options;
  const { sha } = await api.rest({
    repository,
    action: 'create a tree',
    schema: shaSchema,
    send: (octokit, basics) =>
      octokit.rest.git.createTree({
        ...basics,
        base_tree: base,
        tree: entries,
      }),
  });
  return sha;
}

async function verifyDirectories(
  options: WriteOptions & { tree: string },
): Promise<void> {
  const { api, repository, content, tree } = options;
  const files = [...content.files.keys()];
  const whole = [...(content.directories ?? [])].filter(
    ([path]) => !files.some(file => file.startsWith(`${path}/`)),
  );
  if (whole.length === 0) return;
  const answer = await api.graphql({
    repository,
    action: 'read back a tree',
    query: `query ($owner: String!, $name: String!, ${whole
      .map((_, i) => `$d${i}: String!`)
      .join(', ')}) {
      repository(owner: $owner, name: $name) {
        ${whole.map((_, i) => `d${i}: object(expression: $d${i}) { oid }`).join('\n')}
      }
    }`,
    variables: {
      owner: repository.owner,
      name: repository.name,
      ...Object.fromEntries(
        whole.map(([path], i) => [`d${i}`, `${tree}:${path}`]),
      ),
    },
    schema: treeIdSchema,
  });
  whole.forEach(([path, wanted], i) => {
    const found = answer.repository[`d${i}`]?.oid;
    if (found === wanted) return;
    throw new ServiceUnavailableError(
      `${api.host} wrote ${path} in ${repository.owner}/${repository.name} with other content than it was asked to (${found ?? 'nothing'} in place of ${wanted})`,
    );
  });
}

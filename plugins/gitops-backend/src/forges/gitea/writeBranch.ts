import { ConflictError, NotFoundError } from '@backstage/errors';
import { OpenPullRequestOptions } from '@fairlead/backstage-plugin-gitops-node';
import { z } from 'zod';
import { missing } from '../missing';
import { FileOperation, fileOperations } from './fileOperations';
import { GiteaApi } from './GiteaApi';
import { GiteaRepository } from './GiteaRepository';
import { readCommit } from './history';

interface WriteOptions {
  api: GiteaApi;
  repository: GiteaRepository;
  request: Pick<
    OpenPullRequestOptions,
    'baseBranch' | 'baseSha' | 'commitMessage' | 'files' | 'directories'
  >;
  branch: string;
  /** Whatever the branch has is replaced. For branches that nobody looks at. */
  overwrite?: boolean;
}

const writtenSchema = z.object({
  commit: z.object({
    sha: z.string(),
    parents: z.array(z.object({ sha: z.string() })).nullish(),
  }),
});

/**
 * Writes one commit on `baseSha` to a branch that is not there, and returns it. Gitea only writes on the head of a
 * branch: that is one request while the base branch is still where it was, and three more when it has moved.
 */
export async function writeBranch(options: WriteOptions): Promise<string> {
  const { request, branch, overwrite = false } = options;
  const operations = await fileOperations({
    ...options,
    content: request,
  });
  const written = await write(options, operations, {
    branch: request.baseBranch,
    new_branch: branch,
    ...(overwrite && { force_push: true }),
  });
  if (isOn(written, request.baseSha)) return written.sha;
  try {
    await readBase(options);
    await moveBranch({
      ...options,
      from: written.sha,
      to: request.baseSha,
    });
  } catch (error) {
    await deleteBranch(options);
    throw error;
  }
  return (await write(options, operations, { branch })).sha;
}

/** The same from a branch that is made at the base first, for when the head of the base branch can't take the change. */
export async function writeBranchFromBase(
  options: WriteOptions & { exists: boolean },
): Promise<string> {
  const { api, repository, request, branch } = options;
  if (!options.exists) {
    await readBase(options);
    await api.request({
      repository,
      action: `create branch ${branch}`,
      method: 'POST',
      path: ['branches'],
      body: { new_branch_name: branch, old_ref_name: request.baseSha },
      schema: z.unknown(),
    });
  }
  const operations = await fileOperations({ ...options, content: request });
  return (await write(options, operations, { branch })).sha;
}

/** Moves a branch, if it is still where it is thought to be. Throws ConflictError. */
export async function moveBranch(options: {
  api: GiteaApi;
  repository: GiteaRepository;
  branch: string;
  from: string;
  to: string;
}): Promise<void> {
  const { api, repository, branch, from, to } = options;
  const { movesBranches, version } = await api.features(repository);
  if (!movesBranches) {
    throw new ConflictError(
      `${api.host} can't move branch ${branch} in ${repository.owner}/${repository.name}: its version ${version} has no request for it, which Gitea has since 1.26`,
    );
  }
  await api.request({
    repository,
    action: `move branch ${branch}`,
    method: 'PUT',
    path: ['branches', ...branch.split('/')],
    body: { new_commit_id: to, old_commit_id: from, force: true },
    schema: z.unknown(),
  });
}

/** Gone already is no error. */
export async function deleteBranch(options: {
  api: GiteaApi;
  repository: GiteaRepository;
  branch: string;
}): Promise<void> {
  const { api, repository, branch } = options;
  try {
    await api.request({
      repository,
      action: `delete branch ${branch}`,
      method: 'DELETE',
      path: ['branches', ...branch.split('/')],
      schema: z.unknown(),
    });
  } catch (error) {
    if (!(error instanceof NotFoundError)) throw error;
  }
}

/** Where a branch is; undefined when it is not. */
export async function readHead(options: {
  api: GiteaApi;
  repository: GiteaRepository;
  branch: string;
}): Promise<string | undefined> {
  const { api, repository, branch } = options;
  try {
    const { commit } = await api.request({
      repository,
      action: `read branch ${branch}`,
      path: ['branches', ...branch.split('/')],
      schema: z.object({ commit: z.object({ id: z.string() }) }),
    });
    return commit.id;
  } catch (error) {
    if (error instanceof NotFoundError) return undefined;
    throw error;
  }
}

async function readBase({ api, repository, request }: WriteOptions) {
  const sha = request.baseSha;
  await readCommit({ api, repository, sha }).catch(error => {
    throw error instanceof NotFoundError
      ? missing({ api, repository, what: `commit ${sha}` })
      : error;
  });
}

async function write(
  { api, repository, request }: WriteOptions,
  files: FileOperation[],
  where: { branch: string; new_branch?: string; force_push?: boolean },
) {
  const { branch, new_branch: created } = where;
  try {
    const { commit } = await api.request({
      repository,
      action: `write a commit to branch ${created ?? branch}`,
      method: 'POST',
      path: ['contents'],
      body: { ...where, message: request.commitMessage, files },
      schema: writtenSchema,
    });
    return commit;
  } catch (error) {
    throw error instanceof NotFoundError
      ? missing({ api, repository, what: `branch ${branch}` })
      : error;
  }
}

function isOn(
  { parents }: z.infer<typeof writtenSchema>['commit'],
  base: string,
): boolean {
  return parents?.length === 1 && parents[0].sha === base;
}

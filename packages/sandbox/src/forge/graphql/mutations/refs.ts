import { commitFiles } from '../../domain';
import { NO_OBJECT } from '../../git/GitRefs';
import { timestamp } from '../../git/objectFormats';
import { readCommit } from '../gitObject';
import { GithubProblem } from '../GithubProblem';
import { FieldResolvers, GraphqlContext } from '../GraphqlContext';
import { findRepository, refSource } from '../repositorySource';
import { RepositorySource } from '../sources';
import { refId } from '../types/ref';
import { writableRef, writableRepository } from './subject';

interface CommitInput {
  branch: {
    id?: string | null;
    repositoryNameWithOwner?: string | null;
    branchName?: string | null;
  };
  expectedHeadOid: string;
  message: { headline: string; body?: string | null };
  fileChanges?: {
    additions?: Array<{ path: string; contents: string }> | null;
    deletions?: Array<{ path: string }> | null;
  } | null;
}

interface RefUpdate {
  name: string;
  beforeOid?: string | null;
  afterOid: string;
  force?: boolean | null;
}

/** What changes refs. */
export const refMutations: FieldResolvers<unknown> = {
  createRef: async (
    _source,
    { input }: { input: { repositoryId: string; name: string; oid: string } },
    context,
  ) => {
    const repo = await writableRepository(context, {
      id: input.repositoryId,
      mutation: 'CreateRef',
    });
    if (!/^refs\/[^/]+\/.+/.test(input.name)) {
      throw unprocessable(`'${input.name}' is not a valid ref name.`);
    }
    if (repo.git.refs.get(input.name) !== undefined) {
      throw unprocessable(
        `A ref named "${input.name}" already exists in the repository.`,
      );
    }
    await mustBeCommit(repo, input.oid);
    await context.forge.repositories.moveRef({
      repository: repo.repository,
      ref: input.name,
      to: input.oid,
      from: NO_OBJECT,
      actor: context.actor.user,
    });
    return { ref: refSource(repo, input.name) };
  },
  updateRef: async (
    _source,
    { input }: { input: { refId: string; oid: string; force?: boolean } },
    context,
  ) => {
    const { repo, ref, sha } = await writableRef(context, {
      id: input.refId,
      mutation: 'UpdateRef',
    });
    await mustBeCommit(repo, input.oid);
    if (!input.force && !(await repo.git.isAncestor(sha, input.oid))) {
      throw unprocessable('Update is not a fast forward');
    }
    refuseProtected(context, repo, ref);
    await context.forge.repositories.moveRef({
      repository: repo.repository,
      ref,
      to: input.oid,
      from: sha,
      actor: context.actor.user,
    });
    return { ref: refSource(repo, ref) };
  },
  updateRefs: async (
    _source,
    { input }: { input: { repositoryId: string; refUpdates: RefUpdate[] } },
    context,
  ) => {
    const repo = await writableRepository(context, {
      id: input.repositoryId,
      mutation: 'UpdateRefs',
    });
    for (const update of input.refUpdates) await checkUpdate(repo, update);
    for (const { name, afterOid } of input.refUpdates) {
      refuseProtected(context, repo, name);
      await context.forge.repositories.moveRef({
        repository: repo.repository,
        ref: name,
        to: afterOid,
        from: repo.git.refs.get(name) ?? NO_OBJECT,
        actor: context.actor.user,
      });
    }
    return {};
  },
  deleteRef: async (
    _source,
    { input }: { input: { refId: string } },
    context,
  ) => {
    const { repo, ref, sha } = await writableRef(context, {
      id: input.refId,
      mutation: 'DeleteRef',
    });
    if (ref === `refs/heads/${repo.repository.defaultBranch}`) {
      throw unprocessable('Cannot delete the default branch');
    }
    await context.forge.repositories.moveRef({
      repository: repo.repository,
      ref,
      to: NO_OBJECT,
      from: sha,
      actor: context.actor.user,
    });
    return {};
  },
  createCommitOnBranch: async (
    _source,
    { input }: { input: CommitInput },
    context,
  ) => commitOnBranch(input, context),
};

async function commitOnBranch(input: CommitInput, context: GraphqlContext) {
  const { repo, ref, sha } = await writableRef(context, {
    id: await branchId(input.branch, context),
    mutation: 'CreateCommitOnBranch',
  });
  if (sha !== input.expectedHeadOid) {
    throw new GithubProblem(
      'STALE_DATA',
      `Expected branch to point to "${input.expectedHeadOid}" but it did not. Pull and try again.`,
    );
  }
  refuseProtected(context, repo, ref);
  const { user } = context.actor;
  const { additions, deletions } = input.fileChanges ?? {};
  const { headline, body } = input.message;
  const commit = await commitFiles({
    repositories: context.forge.repositories,
    repository: repo.repository,
    actor: user,
    branch: ref.slice('refs/heads/'.length),
    expectedHead: sha,
    message: body ? `${headline}\n\n${body}` : headline,
    author: { name: user.name, email: user.email, date: timestamp() },
    files: new Map([
      ...(deletions ?? []).map(({ path }) => [path, null] as const),
      ...(additions ?? []).map(
        ({ path, contents }) =>
          [path, Buffer.from(contents, 'base64')] as const,
      ),
    ]),
  });
  return {
    commit: { __typename: 'Commit', repo, commit },
    ref: refSource(repo, ref),
  };
}

/** All are looked at before any is moved, so that none is when one can't be. */
async function checkUpdate(
  repo: RepositorySource,
  { name, beforeOid, afterOid, force }: RefUpdate,
): Promise<void> {
  const now = repo.git.refs.get(name) ?? NO_OBJECT;
  if (beforeOid && beforeOid !== now) {
    throw new GithubProblem(
      'STALE_DATA',
      `Expected ${name} to point to "${beforeOid}" but it points to "${now}".`,
    );
  }
  if (afterOid === NO_OBJECT) return;
  await mustBeCommit(repo, afterOid);
  const mayMove =
    now === NO_OBJECT || force || (await repo.git.isAncestor(now, afterOid));
  if (!mayMove) throw unprocessable('Update is not a fast forward');
}

function refuseProtected(
  { forge }: GraphqlContext,
  { repository }: RepositorySource,
  ref: string,
): void {
  if (!ref.startsWith('refs/heads/')) return;
  forge.protections.refuseDirectPush(
    repository,
    ref.slice('refs/heads/'.length),
  );
}

async function branchId(
  branch: CommitInput['branch'],
  context: GraphqlContext,
): Promise<string> {
  if (branch.id) return branch.id;
  const [owner = '', name = ''] =
    branch.repositoryNameWithOwner?.split('/') ?? [];
  const repo = await findRepository(context, { owner, name });
  const ref = `refs/heads/${branch.branchName}`;
  if (!repo || repo.git.refs.get(ref) === undefined) {
    throw new GithubProblem(
      'NOT_FOUND',
      `No such branch: ${branch.branchName} in ${branch.repositoryNameWithOwner}`,
    );
  }
  return refId(repo.repository.id, ref);
}

async function mustBeCommit(
  repo: Parameters<typeof readCommit>[0],
  oid: string,
): Promise<void> {
  if (await readCommit(repo, oid)) return;
  throw unprocessable(`Commit ${oid} does not exist`);
}

function unprocessable(message: string): GithubProblem {
  return new GithubProblem('UNPROCESSABLE', message);
}

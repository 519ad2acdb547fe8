import { ForgeDomain, ForgeEvent, Repository } from '../domain';
import { NO_OBJECT } from '../git/GitRefs';
import { GitCommit } from '../git/objectFormats';
import { presentCheckRun } from '../rest/present/check';
import { presentCommit } from '../rest/present/commit';
import {
  presentComment,
  presentIssue,
  presentReview,
} from '../rest/present/conversation';
import { presentLabel, presentPullRequest } from '../rest/present/pullRequest';
import { presentRepository } from '../rest/present/repository';
import {
  presentOrganization,
  presentTeam,
  presentUser,
} from '../rest/present/user';
import { View } from '../rest/present/View';

const MOST_COMMITS = 20;

/** What GitHub sends of an event. */
export async function payloadOf(
  forge: ForgeDomain,
  event: ForgeEvent,
): Promise<object> {
  const view: View = { forge };
  const { repository, actor } = event;
  const owner = forge.repositories.ownerOf(repository);
  return {
    ...(await specificsOf(view, event)),
    repository: presentRepository(view, repository),
    ...(owner.type === 'Organization' && {
      organization: presentOrganization(view, owner),
    }),
    sender: presentUser(view, actor),
  };
}

async function specificsOf(view: View, event: ForgeEvent): Promise<object> {
  const { forge } = view;
  const { repository } = event;
  switch (event.type) {
    case 'push':
      return pushPayload(view, event);
    case 'pull_request':
      return {
        action: event.action,
        number: event.pullRequest.number,
        pull_request: await presentPullRequest(view, event.pullRequest),
        ...(event.label && {
          label: presentLabel(view, { repository, label: event.label }),
        }),
        ...(event.reviewer && {
          requested_reviewer: presentUser(view, event.reviewer),
        }),
        ...(event.team && { requested_team: presentTeam(view, event.team) }),
        ...(event.before && { before: event.before, after: event.after }),
        ...(event.action === 'edited' && { changes: {} }),
        ...(event.reason && { reason: event.reason }),
      };
    case 'pull_request_review':
      return {
        action: event.action,
        review: {
          ...presentReview(view, event.review),
          state: event.review.state.toLowerCase(),
        },
        pull_request: await presentPullRequest(view, event.pullRequest),
      };
    case 'issue_comment':
      return {
        action: event.action,
        issue: presentIssue(view, event.pullRequest),
        comment: presentComment(view, event.comment),
      };
    case 'status': {
      const git = await forge.repositories.git(repository);
      const commit = await git.commit(event.status.sha);
      const { sha, state, context, description, targetUrl, createdAt } =
        event.status;
      return {
        id: event.status.id,
        sha,
        name: forge.urls.fullName(repository),
        state,
        context,
        description,
        target_url: targetUrl,
        commit: presentCommit(view, { repository, commit }),
        branches: git.refs
          .list('refs/heads/')
          .filter(ref => ref.sha === sha)
          .map(({ ref }) => ({
            name: ref.slice('refs/heads/'.length),
            commit: { sha, url: forge.urls.commit(repository, sha) },
            protected: false,
          })),
        created_at: createdAt,
        updated_at: createdAt,
      };
    }
    case 'check_run':
      return {
        action: event.action,
        check_run: presentCheckRun(view, event.checkRun),
      };
    default:
      return { action: event.action };
  }
}

async function pushPayload(
  { forge }: View,
  event: Extract<ForgeEvent, { type: 'push' }>,
): Promise<object> {
  const { repository, actor, ref, before, after } = event;
  const git = await forge.repositories.git(repository);
  const created = before === NO_OBJECT;
  const deleted = after === NO_OBJECT;
  const head = deleted ? undefined : await git.resolve(after);
  const known = created
    ? git.refs.list('refs/heads/').filter(each => each.ref !== ref)
    : [{ ref, sha: before }];
  const commits = head
    ? await git.log({
        sha: head,
        not: known.map(({ sha }) => sha),
        limit: MOST_COMMITS,
      })
    : [];
  const present = async (commit: GitCommit) =>
    pushedCommit({ forge, repository, commit });
  const isFastForward =
    !created && head ? await git.isAncestor(before, head) : true;
  const web = forge.urls.repository(repository);
  return {
    ref,
    before,
    after,
    base_ref: null,
    created,
    deleted,
    forced: !isFastForward,
    compare: created
      ? `${web}/commit/${after}`
      : `${web}/compare/${before.slice(0, 12)}...${after.slice(0, 12)}`,
    commits: await Promise.all(commits.reverse().map(present)),
    head_commit: head ? await present(await git.commit(head)) : null,
    pusher: { name: actor.login, email: actor.email },
  };
}

async function pushedCommit(options: {
  forge: ForgeDomain;
  repository: Repository;
  commit: GitCommit;
}): Promise<object> {
  const { forge, repository, commit } = options;
  const git = await forge.repositories.git(repository);
  const [parent] = commit.parents;
  const files = parent
    ? await git.diff(parent, commit.sha)
    : (await git.walk(commit.tree))
        .filter(({ type }) => type === 'blob')
        .map(({ path }) => ({ path, status: 'added' as const }));
  const paths = (status: string) =>
    files.filter(each => each.status === status).map(({ path }) => path);
  const person = ({ name, email }: GitCommit['author']) => ({
    name,
    email,
    username: forge.users.byEmail(email)?.login,
  });
  return {
    id: commit.sha,
    tree_id: commit.tree,
    distinct: true,
    message: commit.message,
    timestamp: commit.committer.date,
    url: forge.urls.commit(repository, commit.sha),
    author: person(commit.author),
    committer: person(commit.committer),
    added: paths('added'),
    removed: paths('removed'),
    modified: [...paths('modified'), ...paths('renamed')],
  };
}

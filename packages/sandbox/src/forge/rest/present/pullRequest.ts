import {
  Label,
  nodeId,
  PullRequest,
  pullRequestCommits,
  pullRequestFiles,
  Repository,
} from '../../domain';
import { presentRepository } from './repository';
import { presentTeam, presentUser } from './user';
import { View } from './View';

/** GitHub's `label`. */
export function presentLabel(
  { forge }: View,
  options: { repository: Repository; label: Label },
) {
  const { repository, label } = options;
  return {
    id: label.id,
    node_id: nodeId('Label', label.id),
    url: `${forge.urls.repositoryApi(repository)}/labels/${encodeURIComponent(label.name)}`,
    name: label.name,
    description: label.description ?? '',
    color: label.color,
    default: false,
  };
}

/** GitHub's `pull-request-simple`, as in lists. */
export function presentSimplePullRequest(view: View, pullRequest: PullRequest) {
  const { forge } = view;
  const repository = forge.pullRequests.repositoryOf(pullRequest);
  const owner = forge.repositories.ownerOf(repository);
  const { number } = pullRequest;
  const api = forge.urls.repositoryApi(repository);
  const url = `${api}/pulls/${number}`;
  const issue = `${api}/issues/${number}`;
  const page = forge.urls.pullRequest(repository, pullRequest);
  const links = {
    self: url,
    html: page,
    issue,
    comments: `${issue}/comments`,
    review_comments: `${url}/comments`,
    review_comment: `${api}/pulls/comments{/number}`,
    commits: `${url}/commits`,
    statuses: `${api}/statuses/${pullRequest.headSha}`,
  };
  const side = (ref: string, sha: string) => ({
    label: `${owner.login}:${ref}`,
    ref,
    sha,
    user: presentUser(view, owner),
    repo: presentRepository(view, repository),
  });
  const people = (ids: number[]) =>
    ids.map(id => presentUser(view, forge.users.get(id)));
  const assignees = people(pullRequest.assigneeIds);
  return {
    url,
    id: pullRequest.id,
    node_id: nodeId('PullRequest', pullRequest.id),
    html_url: page,
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
    issue_url: issue,
    commits_url: links.commits,
    review_comments_url: links.review_comments,
    review_comment_url: links.review_comment,
    comments_url: links.comments,
    statuses_url: links.statuses,
    number,
    state: pullRequest.state,
    locked: false,
    title: pullRequest.title,
    user: presentUser(view, forge.users.get(pullRequest.authorId)),
    body: pullRequest.body,
    labels: forge.triage
      .labelsOf(pullRequest)
      .map(label => presentLabel(view, { repository, label })),
    milestone: null,
    active_lock_reason: null,
    created_at: pullRequest.createdAt,
    updated_at: pullRequest.updatedAt,
    closed_at: pullRequest.closedAt,
    merged_at: pullRequest.mergedAt,
    merge_commit_sha: pullRequest.mergeSha,
    assignee: assignees[0] ?? null,
    assignees,
    requested_reviewers: people(pullRequest.requestedReviewerIds),
    requested_teams: pullRequest.requestedTeamIds.map(id =>
      presentTeam(view, forge.users.team(id)),
    ),
    head: side(pullRequest.head, pullRequest.headSha),
    base: side(pullRequest.base, pullRequest.baseSha),
    _links: Object.fromEntries(
      Object.entries(links).map(([name, href]) => [name, { href }]),
    ),
    author_association: 'MEMBER',
    auto_merge: presentAutoMerge(view, pullRequest),
    draft: pullRequest.draft,
  };
}

function presentAutoMerge(view: View, { autoMerge }: PullRequest) {
  return (
    autoMerge && {
      enabled_by: presentUser(
        view,
        view.forge.users.get(autoMerge.enabledById),
      ),
      merge_method: autoMerge.method,
      commit_title: autoMerge.title ?? '',
      commit_message: autoMerge.message ?? '',
    }
  );
}

/** GitHub's `pull-request`. */
export async function presentPullRequest(view: View, pullRequest: PullRequest) {
  const { forge } = view;
  const { mergeable, state } = await forge.mergeability.of(pullRequest);
  const repository = forge.pullRequests.repositoryOf(pullRequest);
  const git = await forge.repositories.git(repository);
  const [commits, files] = await Promise.all([
    pullRequestCommits({ git, pullRequest }),
    pullRequestFiles({ git, pullRequest }),
  ]);
  const sum = (field: 'additions' | 'deletions') =>
    files.reduce((total, file) => total + file[field], 0);
  return {
    ...presentSimplePullRequest(view, pullRequest),
    merged: pullRequest.mergedAt !== null,
    mergeable,
    rebaseable: mergeable,
    mergeable_state: state,
    merged_by:
      pullRequest.mergedById === null
        ? null
        : presentUser(view, forge.users.get(pullRequest.mergedById)),
    comments: forge.comments.list(pullRequest).length,
    review_comments: 0,
    maintainer_can_modify: false,
    commits: commits.length,
    additions: sum('additions'),
    deletions: sum('deletions'),
    changed_files: files.length,
  };
}

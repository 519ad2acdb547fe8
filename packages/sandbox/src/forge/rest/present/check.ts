import { CheckRun, CommitStatus, nodeId, Repository } from '../../domain';
import { presentRepository } from './repository';
import { presentUser } from './user';
import { View } from './View';

/** GitHub's `simple-commit-status`. */
function presentSimpleStatus({ forge }: View, status: CommitStatus) {
  const repository = forge.repositories.get(status.repositoryId);
  return {
    id: status.id,
    node_id: nodeId('CommitStatus', status.id),
    url: `${forge.urls.repositoryApi(repository)}/statuses/${status.sha}`,
    avatar_url: forge.urls.avatar(forge.users.get(status.creatorId)),
    state: status.state,
    description: status.description,
    target_url: status.targetUrl,
    context: status.context,
    created_at: status.createdAt,
    updated_at: status.createdAt,
  };
}

/** GitHub's `status`. */
export function presentStatus(view: View, status: CommitStatus) {
  return {
    ...presentSimpleStatus(view, status),
    creator: presentUser(view, view.forge.users.get(status.creatorId)),
  };
}

/** GitHub's `combined-commit-status`, of the given page of statuses. */
export function presentCombinedStatus(
  view: View,
  options: { repository: Repository; sha: string; statuses: CommitStatus[] },
) {
  const { forge } = view;
  const { repository, sha, statuses } = options;
  const url = `${forge.urls.repositoryApi(repository)}/commits/${sha}`;
  const current = forge.checks.currentStatuses(repository, sha);
  const states = current.map(({ state }) => state);
  const failed = states.some(state => state === 'error' || state === 'failure');
  const passed = states.length > 0 && states.every(each => each === 'success');
  const settled = passed ? 'success' : 'pending';
  return {
    state: failed ? 'failure' : settled,
    statuses: statuses.map(status => presentSimpleStatus(view, status)),
    sha,
    total_count: current.length,
    repository: presentRepository(view, repository),
    commit_url: url,
    url: `${url}/status`,
  };
}

/** GitHub's `check-run`. */
export function presentCheckRun({ forge }: View, checkRun: CheckRun) {
  const repository = forge.repositories.get(checkRun.repositoryId);
  const url = `${forge.urls.repositoryApi(repository)}/check-runs/${checkRun.id}`;
  const page = `${forge.urls.repository(repository)}/runs/${checkRun.id}`;
  return {
    id: checkRun.id,
    node_id: nodeId('CheckRun', checkRun.id),
    name: checkRun.name,
    head_sha: checkRun.sha,
    external_id: checkRun.externalId,
    url,
    html_url: page,
    details_url: checkRun.detailsUrl ?? page,
    status: checkRun.status,
    conclusion: checkRun.conclusion,
    started_at: checkRun.startedAt,
    completed_at: checkRun.completedAt,
    output: {
      ...checkRun.output,
      annotations_count: 0,
      annotations_url: `${url}/annotations`,
    },
    check_suite: { id: checkRun.id },
    app: null,
    pull_requests: [],
  };
}

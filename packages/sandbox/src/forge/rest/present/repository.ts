import { nodeId, Repository } from '../../domain';
import { presentOrganization, presentUser } from './user';
import { View } from './View';

/** GitHub's `full-repository`, which is also a `repository` and a `minimal-repository`. */
export function presentRepository(view: View, repository: Repository) {
  const { forge, actor } = view;
  const { urls } = forge;
  const owner = forge.repositories.ownerOf(repository);
  const fullName = urls.fullName(repository);
  const url = urls.repositoryApi(repository);
  const page = urls.repository(repository);
  const mayWrite = forge.access.mayWrite(repository, actor);
  const open = forge.pullRequests.list(repository, { state: 'open' }).length;
  return {
    id: repository.id,
    node_id: nodeId('Repository', repository.id),
    name: repository.name,
    full_name: fullName,
    private: repository.private,
    owner: presentUser(view, owner),
    html_url: page,
    description: repository.description,
    fork: false,
    url,
    ...urlTemplates(url),
    git_url: `git:${urls.clone(repository).replace(/^https?:/, '')}`,
    ssh_url: `ssh://git@${new URL(urls.base).hostname}/${fullName}.git`,
    clone_url: urls.clone(repository),
    svn_url: page,
    mirror_url: null,
    homepage: repository.homepage,
    language: null,
    forks_count: 0,
    stargazers_count: 0,
    watchers_count: 0,
    // Exactly zero for a repository that nothing was pushed to, as on GitHub.
    size: repository.hasContent ? 64 : 0,
    default_branch: repository.defaultBranch,
    open_issues_count: open,
    is_template: false,
    topics: repository.topics,
    has_issues: repository.hasIssues,
    has_projects: repository.hasProjects,
    has_wiki: repository.hasWiki,
    has_pages: false,
    has_downloads: true,
    has_discussions: false,
    archived: repository.archived,
    disabled: false,
    visibility: repository.private ? 'private' : 'public',
    pushed_at: repository.pushedAt,
    created_at: repository.createdAt,
    updated_at: repository.updatedAt,
    ...(actor && {
      permissions: {
        admin: mayWrite,
        maintain: mayWrite,
        push: mayWrite,
        triage: mayWrite,
        pull: true,
      },
    }),
    allow_merge_commit: repository.allowMergeCommit,
    allow_squash_merge: repository.allowSquashMerge,
    allow_rebase_merge: repository.allowRebaseMerge,
    allow_auto_merge: repository.allowAutoMerge,
    allow_update_branch: repository.allowUpdateBranch,
    delete_branch_on_merge: repository.deleteBranchOnMerge,
    use_squash_pr_title_as_default: true,
    squash_merge_commit_title: 'PR_TITLE',
    squash_merge_commit_message: 'COMMIT_MESSAGES',
    merge_commit_title: 'MERGE_MESSAGE',
    merge_commit_message: 'PR_TITLE',
    allow_forking: true,
    web_commit_signoff_required: false,
    subscribers_count: 0,
    network_count: 0,
    license: null,
    forks: 0,
    open_issues: open,
    watchers: 0,
  };
}

/** The same, with the organization that it belongs to. */
export function presentFullRepository(view: View, repository: Repository) {
  const owner = view.forge.repositories.ownerOf(repository);
  return {
    ...presentRepository(view, repository),
    ...(owner.type === 'Organization' && {
      organization: {
        ...presentUser(view, owner),
        ...presentOrganization(view, owner),
      },
    }),
  };
}

function urlTemplates(url: string) {
  return {
    archive_url: `${url}/{archive_format}{/ref}`,
    assignees_url: `${url}/assignees{/user}`,
    blobs_url: `${url}/git/blobs{/sha}`,
    branches_url: `${url}/branches{/branch}`,
    collaborators_url: `${url}/collaborators{/collaborator}`,
    comments_url: `${url}/comments{/number}`,
    commits_url: `${url}/commits{/sha}`,
    compare_url: `${url}/compare/{base}...{head}`,
    contents_url: `${url}/contents/{+path}`,
    contributors_url: `${url}/contributors`,
    deployments_url: `${url}/deployments`,
    downloads_url: `${url}/downloads`,
    events_url: `${url}/events`,
    forks_url: `${url}/forks`,
    git_commits_url: `${url}/git/commits{/sha}`,
    git_refs_url: `${url}/git/refs{/sha}`,
    git_tags_url: `${url}/git/tags{/sha}`,
    hooks_url: `${url}/hooks`,
    issue_comment_url: `${url}/issues/comments{/number}`,
    issue_events_url: `${url}/issues/events{/number}`,
    issues_url: `${url}/issues{/number}`,
    keys_url: `${url}/keys{/key_id}`,
    labels_url: `${url}/labels{/name}`,
    languages_url: `${url}/languages`,
    merges_url: `${url}/merges`,
    milestones_url: `${url}/milestones{/number}`,
    notifications_url: `${url}/notifications{?since,all,participating}`,
    pulls_url: `${url}/pulls{/number}`,
    releases_url: `${url}/releases{/id}`,
    stargazers_url: `${url}/stargazers`,
    statuses_url: `${url}/statuses/{sha}`,
    subscribers_url: `${url}/subscribers`,
    subscription_url: `${url}/subscription`,
    tags_url: `${url}/tags`,
    teams_url: `${url}/teams`,
    trees_url: `${url}/git/trees{/sha}`,
  };
}

import { nodeId, Team, User } from '../../domain';
import { View } from './View';

/** GitHub's `simple-user`. */
export function presentUser({ forge }: View, user: User) {
  const url = `${forge.urls.api}/users/${encodeURIComponent(user.login)}`;
  return {
    login: user.login,
    id: user.id,
    node_id: nodeId(user.type, user.id),
    avatar_url: forge.urls.avatar(user),
    gravatar_id: '',
    url,
    html_url: encodeURI(forge.urls.user(user)),
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    type: user.type,
    site_admin: false,
  };
}

/** GitHub's `public-user`. */
export function presentFullUser(view: View, user: User) {
  return {
    ...presentUser(view, user),
    user_view_type: 'public',
    name: user.name,
    company: null,
    blog: '',
    location: null,
    email: user.email || null,
    hireable: null,
    bio: null,
    twitter_username: null,
    public_repos: view.forge.repositories.list(user).length,
    public_gists: 0,
    followers: 0,
    following: 0,
    created_at: user.createdAt,
    updated_at: user.createdAt,
  };
}

/** GitHub's `organization-simple`. */
export function presentOrganization({ forge }: View, organization: User) {
  const url = `${forge.urls.api}/orgs/${organization.login}`;
  return {
    login: organization.login,
    id: organization.id,
    node_id: nodeId('Organization', organization.id),
    url,
    repos_url: `${url}/repos`,
    events_url: `${url}/events`,
    hooks_url: `${url}/hooks`,
    issues_url: `${url}/issues`,
    members_url: `${url}/members{/member}`,
    public_members_url: `${url}/public_members{/member}`,
    avatar_url: forge.urls.avatar(organization),
    description: organization.name,
  };
}

/** GitHub's `organization-full`. */
export function presentFullOrganization(view: View, organization: User) {
  return {
    ...presentOrganization(view, organization),
    name: organization.name,
    email: organization.email || null,
    has_organization_projects: true,
    has_repository_projects: true,
    public_repos: view.forge.repositories.list(organization).length,
    public_gists: 0,
    followers: 0,
    following: 0,
    html_url: view.forge.urls.user(organization),
    type: 'Organization',
    created_at: organization.createdAt,
    updated_at: organization.createdAt,
    archived_at: null,
  };
}

/** GitHub's `team`. */
export function presentTeam({ forge }: View, team: Team) {
  const organization = forge.users.get(team.organizationId);
  const url = `${forge.urls.api}/orgs/${organization.login}/teams/${team.slug}`;
  return {
    id: team.id,
    node_id: nodeId('Team', team.id),
    name: team.name,
    slug: team.slug,
    description: team.description,
    privacy: 'closed',
    notification_setting: 'notifications_enabled',
    permission: 'push',
    url,
    html_url: `${forge.urls.base}/orgs/${organization.login}/teams/${team.slug}`,
    members_url: `${url}/members{/member}`,
    repositories_url: `${url}/repos`,
    type: 'organization',
    organization_id: organization.id,
    parent: null,
  };
}

/** GitHub's `team-full`. */
export function presentFullTeam(view: View, team: Team) {
  const organization = view.forge.users.get(team.organizationId);
  return {
    ...presentTeam(view, team),
    members_count: team.memberIds.length,
    repos_count: view.forge.repositories
      .list(organization)
      .filter(({ teams }) => teams.some(({ teamId }) => teamId === team.id))
      .length,
    created_at: team.createdAt,
    updated_at: team.createdAt,
    organization: presentFullOrganization(view, organization),
  };
}

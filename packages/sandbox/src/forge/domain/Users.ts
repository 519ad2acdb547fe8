import { NotFoundError } from '@backstage/errors';
import { timestamp } from '../git/objectFormats';
import { Collection } from './Collection';
import { Team, User } from './model';
import { ValidationError } from './problems';

/** People, organizations and their teams. Every person is a member of every organization. */
export class Users {
  static create(options: {
    users: Collection<User>;
    teams: Collection<Team>;
  }): Users {
    return new Users(options.users, options.teams);
  }

  private constructor(
    private readonly users: Collection<User>,
    private readonly teams: Collection<Team>,
  ) {}

  /** Creates a user or organization; one with this login keeps its id and gets the new name, mail and tokens. */
  put(user: {
    login: string;
    name: string;
    email: string;
    type?: User['type'];
    tokens?: string[];
    readOnlyTokens?: string[];
  }): User {
    if (!/^[a-z\d][\w-]*(\[bot\])?$/i.test(user.login)) {
      throw new ValidationError([
        { resource: 'User', code: 'invalid', field: 'login' },
      ]);
    }
    const known = this.find(user.login);
    return this.users.put({
      id: known?.id ?? this.users.newId(),
      login: user.login,
      name: user.name,
      email: user.email,
      type: user.type ?? 'User',
      tokens: [
        ...(user.tokens ?? []).map(value => ({
          value,
          access: 'write' as const,
        })),
        ...(user.readOnlyTokens ?? []).map(value => ({
          value,
          access: 'read' as const,
        })),
      ],
      createdAt: known?.createdAt ?? timestamp(),
    });
  }

  get(id: number): User {
    return this.users.get(id);
  }

  find(login: string): User | undefined {
    return this.users.find(
      user => user.login.toLowerCase() === login.toLowerCase(),
    );
  }

  /** Throws NotFoundError when nobody is called so. */
  byLogin(login: string): User {
    const user = this.find(login);
    if (!user) throw new NotFoundError('Not Found');
    return user;
  }

  /** The user whose commits have this mail address. */
  byEmail(email: string): User | undefined {
    return this.users.find(
      user => user.type !== 'Organization' && user.email === email,
    );
  }

  byToken(token: string): { user: User; access: 'write' | 'read' } | undefined {
    for (const user of this.all()) {
      const found = user.tokens.find(({ value }) => value === token);
      if (found) return { user, access: found.access };
    }
    return undefined;
  }

  all(): User[] {
    return this.users.filter(() => true);
  }

  /** The people of every organization. */
  people(): User[] {
    return this.users.filter(user => user.type === 'User');
  }

  putTeam(options: {
    organization: User;
    name: string;
    description?: string;
    memberIds?: number[];
  }): Team {
    const { organization, name, description = '', memberIds = [] } = options;
    const slug = name
      .toLowerCase()
      .replace(/[^\w]+/g, '-')
      .replace(/^-|-$/g, '');
    const known = this.findTeam({ organization, slug });
    return this.teams.put({
      id: known?.id ?? this.teams.newId(),
      organizationId: organization.id,
      slug,
      name,
      description,
      memberIds,
      createdAt: known?.createdAt ?? timestamp(),
    });
  }

  team(id: number): Team {
    return this.teams.get(id);
  }

  findTeam(options: { organization: User; slug: string }): Team | undefined {
    return this.teams.find(
      team =>
        team.organizationId === options.organization.id &&
        team.slug === options.slug.toLowerCase(),
    );
  }

  teamsOf(organization: User): Team[] {
    return this.teams.filter(team => team.organizationId === organization.id);
  }
}

import { Repository, User } from './model';
import { Users } from './Users';

/** Who makes a request. */
export interface Actor {
  user: User;
  access: 'write' | 'read';
}

/** Who may do what. People own what belongs to their organization, which all of them are members of. */
export class Access {
  static create(options: { users: Users }): Access {
    return new Access(options.users);
  }

  private constructor(private readonly users: Users) {}

  mayRead(repository: Repository, actor: Actor | undefined): boolean {
    if (!repository.private) return true;
    return actor !== undefined && this.#belongs(repository, actor.user);
  }

  mayWrite(repository: Repository, actor: Actor | undefined): boolean {
    return actor?.access === 'write' && this.#belongs(repository, actor.user);
  }

  #belongs(repository: Repository, user: User): boolean {
    return (
      repository.ownerId === user.id ||
      this.users.get(repository.ownerId).type === 'Organization' ||
      repository.collaborators.some(({ userId }) => userId === user.id)
    );
  }
}

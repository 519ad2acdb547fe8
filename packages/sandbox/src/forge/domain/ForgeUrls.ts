import { PullRequest, Repository, User } from './model';
import { Users } from './Users';

/** Where things are found on the forge's web pages and in its API. */
export class ForgeUrls {
  static create(options: { baseUrl: string; users: Users }): ForgeUrls {
    return new ForgeUrls(options.baseUrl, options.users);
  }

  private constructor(
    /** Without a trailing slash: `http://localhost:7010`. */
    readonly base: string,
    private readonly users: Users,
  ) {}

  /** `acme/gitops` */
  fullName(repository: Repository): string {
    return `${this.users.get(repository.ownerId).login}/${repository.name}`;
  }

  /** Root of the REST API. */
  get api(): string {
    return `${this.base}/api/v3`;
  }

  user(user: User): string {
    return `${this.base}/${user.login}`;
  }

  avatar(user: User): string {
    return `${this.base}/avatars/u/${user.id}`;
  }

  repository(repository: Repository): string {
    return `${this.base}/${this.fullName(repository)}`;
  }

  repositoryApi(repository: Repository): string {
    return `${this.api}/repos/${this.fullName(repository)}`;
  }

  clone(repository: Repository): string {
    return `${this.repository(repository)}.git`;
  }

  commit(repository: Repository, sha: string): string {
    return `${this.repository(repository)}/commit/${sha}`;
  }

  pullRequest(repository: Repository, { number }: PullRequest): string {
    return `${this.repository(repository)}/pull/${number}`;
  }
}

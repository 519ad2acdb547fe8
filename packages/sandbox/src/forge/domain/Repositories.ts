import { NotFoundError } from '@backstage/errors';
import { rm } from 'fs/promises';
import { join } from 'path';
import { RepositoryRef } from '../../contracts';
import { GitRepository } from '../git/GitRepository';
import { NO_OBJECT, RefMove } from '../git/GitRefs';
import { timestamp } from '../git/objectFormats';
import { Collection } from './Collection';
import { ForgeEvents } from './ForgeEvents';
import { Repository, User } from './model';
import { ValidationError } from './problems';
import { Users } from './Users';

/** Called after a ref has moved and before anybody else hears of it. */
export type MoveHandler = (
  move: RefMove & { repository: Repository; actor: User },
) => Promise<void>;

type Settings = Partial<
  Omit<
    Repository,
    'id' | 'ownerId' | 'name' | 'lastNumber' | 'hasContent' | 'createdAt'
  >
>;

/** The repositories: what is known of them, and their Git repositories on disk. All refs move through here. */
export class Repositories {
  static create(options: {
    directory: string;
    repositories: Collection<Repository>;
    users: Users;
    events: ForgeEvents;
  }): Repositories {
    return new Repositories(
      options.directory,
      options.repositories,
      options.users,
      options.events,
    );
  }

  readonly #open = new Map<number, Promise<GitRepository>>();
  readonly #moveHandlers: MoveHandler[] = [];

  private constructor(
    private readonly directory: string,
    private readonly repositories: Collection<Repository>,
    private readonly users: Users,
    private readonly events: ForgeEvents,
  ) {}

  /** Throws {@link ValidationError} when the owner has one of that name. */
  async create(
    options: { owner: User; actor: User; name: string } & Settings,
  ): Promise<Repository> {
    const { owner, actor, name, ...settings } = options;
    if (!/^[\w.-]{1,100}$/.test(name) || /^\.+$|\.git$/.test(name)) {
      throw new ValidationError([
        { resource: 'Repository', code: 'invalid', field: 'name' },
      ]);
    }
    if (this.find({ owner: owner.login, name })) {
      throw new ValidationError(
        [
          {
            resource: 'Repository',
            code: 'custom',
            field: 'name',
            message: 'name already exists on this account',
          },
        ],
        'Repository creation failed.',
      );
    }
    const now = timestamp();
    const repository = this.repositories.put({
      description: null,
      homepage: null,
      defaultBranch: 'main',
      private: false,
      archived: false,
      topics: [],
      hasIssues: true,
      hasProjects: true,
      hasWiki: true,
      allowMergeCommit: true,
      allowSquashMerge: true,
      allowRebaseMerge: true,
      allowAutoMerge: false,
      allowUpdateBranch: false,
      deleteBranchOnMerge: false,
      teams: [],
      updatedAt: now,
      pushedAt: now,
      ...settings,
      id: this.repositories.newId(),
      ownerId: owner.id,
      name,
      collaborators: [],
      hasContent: false,
      lastNumber: 0,
      createdAt: now,
    });
    const git = GitRepository.create({
      directory: this.#directoryOf(repository),
      defaultBranch: repository.defaultBranch,
    });
    this.#open.set(repository.id, git);
    await git;
    this.events.emit({
      type: 'repository',
      action: 'created',
      repository,
      actor,
    });
    return repository;
  }

  get(id: number): Repository {
    return this.repositories.get(id);
  }

  find(ref: RepositoryRef): Repository | undefined {
    const owner = this.users.find(ref.owner);
    const name = ref.name.toLowerCase();
    return this.repositories.find(
      repository =>
        repository.ownerId === owner?.id &&
        repository.name.toLowerCase() === name,
    );
  }

  /** Throws NotFoundError. */
  byName(ref: RepositoryRef): Repository {
    const repository = this.find(ref);
    if (!repository) throw new NotFoundError('Not Found');
    return repository;
  }

  /** Of one owner, or all. */
  list(owner?: User): Repository[] {
    return this.repositories.filter(
      repository => !owner || repository.ownerId === owner.id,
    );
  }

  ownerOf(repository: Repository): User {
    return this.users.get(repository.ownerId);
  }

  /** The Git repository. To move its refs, use {@link Repositories.moveRef}. */
  async git(repository: Repository): Promise<GitRepository> {
    const known = this.#open.get(repository.id);
    if (known) return known;
    const opened = GitRepository.open(this.#directoryOf(repository));
    this.#open.set(repository.id, opened);
    return opened;
  }

  update(repository: Repository, change: Partial<Repository>): Repository {
    return this.repositories.update(repository.id, {
      updatedAt: timestamp(),
      ...change,
    });
  }

  /** Makes another existing branch the default one. */
  async setDefaultBranch(
    repository: Repository,
    branch: string,
  ): Promise<Repository> {
    await (await this.git(repository)).setHead(branch);
    return this.update(repository, { defaultBranch: branch });
  }

  async delete(repository: Repository, actor: User): Promise<void> {
    const git = await this.git(repository);
    this.repositories.delete(repository.id);
    this.#open.delete(repository.id);
    git.close();
    await rm(this.#directoryOf(repository), { recursive: true, force: true });
    this.events.emit({
      type: 'repository',
      action: 'deleted',
      repository,
      actor,
    });
  }

  /** The number of the next pull request. */
  nextNumber(repository: Repository): number {
    const lastNumber = this.get(repository.id).lastNumber + 1;
    this.repositories.update(repository.id, { lastNumber });
    return lastNumber;
  }

  /** Moves, creates or deletes a ref, as {@link GitRefs.update} does, and tells everybody. */
  async moveRef(options: {
    repository: Repository;
    /** Full name: `refs/heads/main`. */
    ref: string;
    to: string;
    from?: string;
    actor: User;
    /** Runs after the move and before anybody hears of it. */
    then?: () => void;
  }): Promise<RefMove> {
    const { repository, actor, then, ...update } = options;
    const move = await (await this.git(repository)).refs.update(update);
    then?.();
    if (move.before !== move.after) {
      await this.#announce({ ...move, repository, actor });
    }
    return move;
  }

  /** An id for something in a repository. */
  newId(): number {
    return this.repositories.newId();
  }

  /** Deletes a ref, if it is there. */
  async deleteRef(options: {
    repository: Repository;
    ref: string;
    actor: User;
  }): Promise<void> {
    const { refs } = await this.git(options.repository);
    if (refs.get(options.ref))
      await this.moveRef({ ...options, to: NO_OBJECT });
  }

  /** To be called after `git receive-pack` or anything else that moved refs on disk. */
  async afterPush(repository: Repository, actor: User): Promise<RefMove[]> {
    const moves = await (await this.git(repository)).refs.sync();
    for (const move of moves) {
      await this.#announce({ ...move, repository, actor });
    }
    return moves;
  }

  /** Handlers are awaited one after the other. */
  onMove(handler: MoveHandler): void {
    this.#moveHandlers.push(handler);
  }

  async close(): Promise<void> {
    const open = await Promise.allSettled(this.#open.values());
    for (const git of open) {
      if (git.status === 'fulfilled') git.value.close();
    }
  }

  async #announce(move: Parameters<MoveHandler>[0]): Promise<void> {
    if (!/^refs\/(heads|tags)\//.test(move.ref)) return;
    let repository = this.update(move.repository, {
      pushedAt: timestamp(),
      hasContent: true,
    });
    const { refs } = await this.git(repository);
    const branch = move.ref.replace(/^refs\/heads\//, '');
    if (
      move.after !== NO_OBJECT &&
      move.ref.startsWith('refs/heads/') &&
      !refs.get(`refs/heads/${repository.defaultBranch}`)
    ) {
      repository = await this.setDefaultBranch(repository, branch);
    }
    for (const handler of this.#moveHandlers) {
      await handler({ ...move, repository });
    }
    this.events.emit({
      type: 'push',
      repository,
      actor: move.actor,
      ref: move.ref,
      before: move.before,
      after: move.after,
    });
  }

  #directoryOf({ id }: Repository): string {
    return join(this.directory, `${id}.git`);
  }
}

import { timestamp } from '../git/objectFormats';
import { Collection } from './Collection';
import { ForgeEvents } from './ForgeEvents';
import { CheckRun, CommitStatus, Repository, User } from './model';
import { Repositories } from './Repositories';
import { ValidationError } from './problems';

/** What the statuses and check runs of a commit say together. `null`: there are none. */
export type Rollup = 'success' | 'failure' | 'pending' | null;

const PASSING: ReadonlyArray<CheckRun['conclusion']> = [
  'success',
  'neutral',
  'skipped',
];

/** Commit statuses and check runs. */
export class Checks {
  static create(options: {
    statuses: Collection<CommitStatus>;
    checkRuns: Collection<CheckRun>;
    repositories: Repositories;
    events: ForgeEvents;
  }): Checks {
    return new Checks(
      options.statuses,
      options.checkRuns,
      options.repositories,
      options.events,
    );
  }

  private constructor(
    private readonly statusStore: Collection<CommitStatus>,
    private readonly runStore: Collection<CheckRun>,
    private readonly repositories: Repositories,
    private readonly events: ForgeEvents,
  ) {}

  async createStatus(
    options: {
      repository: Repository;
      actor: User;
      date?: string;
    } & Pick<CommitStatus, 'sha' | 'state'> &
      Partial<Pick<CommitStatus, 'context' | 'description' | 'targetUrl'>>,
  ): Promise<CommitStatus> {
    const { repository, actor, state } = options;
    const status = this.statusStore.put({
      sha: await this.#commitOf(repository, options.sha),
      id: this.statusStore.newId(),
      repositoryId: repository.id,
      state,
      context: options.context || 'default',
      description: options.description ?? null,
      targetUrl: options.targetUrl ?? null,
      creatorId: actor.id,
      createdAt: timestamp(options.date),
    });
    this.events.emit({ type: 'status', repository, actor, status });
    return status;
  }

  /** All that were ever set, newest first. */
  statuses(repository: Repository, sha: string): CommitStatus[] {
    return this.statusStore
      .filter(each => each.repositoryId === repository.id && each.sha === sha)
      .reverse();
  }

  /** The latest of each context. */
  currentStatuses(repository: Repository, sha: string): CommitStatus[] {
    const seen = new Set<string>();
    return this.statuses(repository, sha).filter(
      ({ context }) => !seen.has(context) && seen.add(context),
    );
  }

  status(id: number): CommitStatus {
    return this.statusStore.get(id);
  }

  async createCheckRun(
    options: {
      repository: Repository;
      actor: User;
    } & Pick<CheckRun, 'sha' | 'name'> &
      Partial<Omit<CheckRun, 'id' | 'repositoryId'>>,
  ): Promise<CheckRun> {
    const { repository, actor } = options;
    const sha = await this.#commitOf(repository, options.sha);
    const conclusion = options.conclusion ?? null;
    const status = conclusion ? 'completed' : (options.status ?? 'queued');
    const checkRun = this.runStore.put({
      id: this.runStore.newId(),
      repositoryId: repository.id,
      sha,
      name: options.name,
      status,
      conclusion,
      detailsUrl: options.detailsUrl ?? null,
      externalId: options.externalId ?? '',
      output: options.output ?? { title: null, summary: null, text: null },
      startedAt: options.startedAt ?? timestamp(),
      completedAt:
        options.completedAt ?? (status === 'completed' ? timestamp() : null),
    });
    this.events.emit({
      type: 'check_run',
      action: 'created',
      repository,
      actor,
      checkRun,
    });
    if (status === 'completed') this.#announceCompleted(checkRun, actor);
    return checkRun;
  }

  updateCheckRun(options: {
    checkRun: CheckRun;
    actor: User;
    change: Partial<Omit<CheckRun, 'id' | 'repositoryId' | 'sha'>>;
  }): CheckRun {
    const { checkRun, actor, change } = options;
    const completes = change.conclusion || change.status === 'completed';
    const updated = this.runStore.update(checkRun.id, {
      ...change,
      ...(completes && {
        status: 'completed',
        completedAt: change.completedAt ?? timestamp(),
      }),
    });
    if (completes) this.#announceCompleted(updated, actor);
    return updated;
  }

  checkRun(id: number): CheckRun {
    return this.runStore.get(id);
  }

  checkRuns(repository: Repository, sha: string): CheckRun[] {
    return this.runStore.filter(
      each => each.repositoryId === repository.id && each.sha === sha,
    );
  }

  /** The latest of each name. */
  currentCheckRuns(repository: Repository, sha: string): CheckRun[] {
    const latest = new Map<string, CheckRun>();
    for (const run of this.checkRuns(repository, sha))
      latest.set(run.name, run);
    return [...latest.values()];
  }

  rollup(repository: Repository, sha: string): Rollup {
    const outcomes = [...this.outcomes(repository, sha).values()];
    if (outcomes.length === 0) return null;
    if (outcomes.includes('failure')) return 'failure';
    return outcomes.includes('pending') ? 'pending' : 'success';
  }

  /** By context of the status, or name of the check run. */
  outcomes(
    repository: Repository,
    sha: string,
  ): Map<string, NonNullable<Rollup>> {
    const outcomes = new Map<string, NonNullable<Rollup>>();
    for (const { context, state } of this.currentStatuses(repository, sha)) {
      outcomes.set(context, state === 'error' ? 'failure' : state);
    }
    for (const run of this.currentCheckRuns(repository, sha)) {
      if (run.status !== 'completed') outcomes.set(run.name, 'pending');
      else {
        const passes = PASSING.includes(run.conclusion);
        outcomes.set(run.name, passes ? 'success' : 'failure');
      }
    }
    return outcomes;
  }

  #announceCompleted(checkRun: CheckRun, actor: User): void {
    this.events.emit({
      type: 'check_run',
      action: 'completed',
      repository: this.repositories.get(checkRun.repositoryId),
      actor,
      checkRun,
    });
  }

  async #commitOf(repository: Repository, name: string): Promise<string> {
    const git = await this.repositories.git(repository);
    const sha = await git.resolve(name);
    if (sha === undefined) {
      throw new ValidationError(
        [{ resource: 'Commit', code: 'custom' }],
        `No commit found for SHA: ${name}`,
      );
    }
    return sha;
  }
}

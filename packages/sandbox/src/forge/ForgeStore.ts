import { NotFoundError } from '@backstage/errors';
import {
  CommitAuthor,
  CommitSummary,
  ForgeContent,
  PushEvent,
  RepositoryRef,
} from '../contracts';
import { commitFiles, ForgeDomain, Repository, User } from './domain';
import { GitCommit, timestamp } from './git/objectFormats';

/** The forge for those in this process: the seed, the controllers, tests. */
export class ForgeStore implements ForgeContent {
  static create(forge: ForgeDomain): ForgeStore {
    return new ForgeStore(forge);
  }

  private constructor(private readonly forge: ForgeDomain) {}

  get baseUrl(): string {
    return this.forge.urls.base;
  }

  async createUser(user: Parameters<ForgeContent['createUser']>[0]) {
    this.forge.users.put(user);
  }

  async createRepository(
    options: Parameters<ForgeContent['createRepository']>[0],
  ) {
    const owner = this.forge.users.byLogin(options.owner);
    await this.forge.repositories.create({
      owner,
      actor: owner,
      name: options.name,
      description: options.description ?? null,
      defaultBranch: options.defaultBranch ?? 'main',
    });
  }

  async repositoryExists(ref: RepositoryRef) {
    return this.forge.repositories.find(ref) !== undefined;
  }

  async commitFiles(
    options: Parameters<ForgeContent['commitFiles']>[0],
  ): Promise<CommitSummary> {
    const { branch, startRef, message, files } = options;
    const repository = this.#repository(options);
    const author = { ...options.author, date: timestamp(options.date) };
    const commit = await commitFiles({
      repositories: this.forge.repositories,
      repository,
      actor: this.#userOf(options.author, repository),
      branch,
      startRef,
      message,
      author,
      files: new Map(Object.entries(files)),
    });
    return summaryOf(commit);
  }

  async resolveRef(options: Parameters<ForgeContent['resolveRef']>[0]) {
    const git = await this.#git(options);
    return git.resolve(options.ref);
  }

  async readFile(options: Parameters<ForgeContent['readFile']>[0]) {
    const git = await this.#git(options);
    const sha = await git.resolve(options.ref);
    if (sha === undefined) return undefined;
    const { tree } = await git.commit(sha);
    const entry = await git.entry(tree, options.path);
    if (entry?.type !== 'blob') return undefined;
    return (await git.blob(entry.sha))?.toString('utf8');
  }

  async listFiles(options: Parameters<ForgeContent['listFiles']>[0]) {
    const git = await this.#git(options);
    const { tree } = await git.commit(options.ref);
    const from = await git.entry(tree, options.path ?? '');
    if (from?.type !== 'tree') return [];
    const entries = await git.walk(from.sha, from.path);
    return entries
      .filter(({ type }) => type === 'blob')
      .map(({ path }) => path);
  }

  async log(options: Parameters<ForgeContent['log']>[0]) {
    const { ref, path, limit } = options;
    const git = await this.#git(options);
    const { sha } = await git.commit(ref);
    return (await git.log({ sha, path, limit })).map(summaryOf);
  }

  async openPullRequest(
    options: Parameters<ForgeContent['openPullRequest']>[0],
  ) {
    const { head, base, title, body, date, labels = [] } = options;
    const actor = this.forge.users.byLogin(options.login);
    const pullRequest = await this.forge.pullRequests.open({
      repository: this.#repository(options),
      actor,
      head,
      base,
      title,
      body,
      date,
    });
    this.forge.triage.addLabels({ pullRequest, actor, names: labels, date });
    return pullRequest.number;
  }

  async mergePullRequest(
    options: Parameters<ForgeContent['mergePullRequest']>[0],
  ) {
    const { number, method, date } = options;
    const { sha } = await this.forge.merging.merge({
      pullRequest: this.forge.pullRequests.byNumber(
        this.#repository(options),
        number,
      ),
      actor: this.forge.users.byLogin(options.login),
      method,
      date,
    });
    return { sha };
  }

  async addWebhook(options: Parameters<ForgeContent['addWebhook']>[0]) {
    const { owner, name, url, secret, events } = options;
    this.forge.webhooks.put({
      repository: owner && name ? this.#repository({ owner, name }) : undefined,
      owner: owner ? this.forge.users.byLogin(owner) : undefined,
      url,
      secret,
      events,
    });
  }

  onPush(listener: (event: PushEvent) => void) {
    return this.forge.events.on(event => {
      if (event.type !== 'push') return;
      const { repository, ref, before, after } = event;
      const owner = this.forge.repositories.ownerOf(repository).login;
      listener({
        repository: { owner, name: repository.name },
        ref,
        before,
        after,
      });
    });
  }

  #repository({ owner, name }: RepositoryRef): Repository {
    const repository = this.forge.repositories.find({ owner, name });
    if (!repository) {
      throw new NotFoundError(`The forge has no repository ${owner}/${name}`);
    }
    return repository;
  }

  async #git(ref: RepositoryRef) {
    return this.forge.repositories.git(this.#repository(ref));
  }

  #userOf({ email }: CommitAuthor, repository: Repository): User {
    return (
      this.forge.users.byEmail(email) ??
      this.forge.repositories.ownerOf(repository)
    );
  }
}

function summaryOf({
  sha,
  parents,
  author,
  committer,
  message,
}: GitCommit): CommitSummary {
  const { name, email } = author;
  return {
    sha,
    parents,
    author: { name, email },
    date: committer.date,
    message,
  };
}

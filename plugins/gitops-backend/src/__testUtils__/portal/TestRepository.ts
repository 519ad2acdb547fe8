import { RunningForge } from '@fairlead/sandbox';

const owner = 'acme';
const author = { name: 'Grace', email: 'grace@acme.example' };

/** Makes the organization, the portal's user, and Grace, who reviews. */
export async function createPeople(options: {
  forge: RunningForge;
  portalToken: string;
}): Promise<void> {
  const { content } = options.forge;
  await content.createUser({
    login: owner,
    name: 'Acme',
    email: 'it@acme.example',
    type: 'Organization',
  });
  await content.createUser({ ...author, login: 'grace' });
  await content.createUser({
    login: 'portal[bot]',
    name: 'Portal',
    email: 'portal@acme.example',
    type: 'Bot',
    tokens: [options.portalToken],
  });
}

/** A repository of the organization, and what Grace does there. */
export class TestRepository {
  static async create(options: {
    forge: RunningForge;
    name: string;
    files?: Record<string, string>;
  }): Promise<TestRepository> {
    const { forge, name, files } = options;
    await forge.content.createRepository({ owner, name });
    const repository = new TestRepository(forge, name);
    await repository.commit(
      { 'README.md': `# ${name}\n`, ...files },
      { message: 'Begin' },
    );
    return repository;
  }

  private constructor(
    private readonly forge: RunningForge,
    private readonly name: string,
  ) {}

  /** `http://localhost:1234/acme/gitops` */
  get url(): string {
    return `${this.forge.url}/${owner}/${this.name}`;
  }

  /** Commits to the main branch, or to another. */
  async commit(
    files: Record<string, string>,
    { branch = 'main', message = 'Change' } = {},
  ): Promise<string> {
    const { sha } = await this.forge.content.commitFiles({
      ...this.#ref,
      branch,
      message,
      author,
      files,
    });
    return sha;
  }

  /** Tags the end of the main branch. */
  async tag(tag: string): Promise<void> {
    const { repositories, users } = this.forge.domain;
    await repositories.moveRef({
      repository: repositories.byName(this.#ref),
      actor: users.byLogin('grace'),
      ref: `refs/tags/${tag}`,
      to: await this.head(),
    });
  }

  /** Commit at the end of a branch; empty when there is no such branch. */
  async head(branch = 'main'): Promise<string> {
    const ref = `refs/heads/${branch}`;
    const sha = await this.forge.content.resolveRef({ ...this.#ref, ref });
    return sha ?? '';
  }

  async read(path: string, ref = 'main'): Promise<string | undefined> {
    return this.forge.content.readFile({ ...this.#ref, ref, path });
  }

  /** Message of the newest commit of a branch. */
  async lastMessage(ref: string): Promise<string | undefined> {
    const { content } = this.forge;
    const [commit] = await content.log({ ...this.#ref, ref, limit: 1 });
    return commit?.message;
  }

  /** Newest first, whatever became of them. */
  pullRequests() {
    const { pullRequests, repositories, triage } = this.forge.domain;
    return pullRequests
      .list(repositories.byName(this.#ref))
      .map(pullRequest => ({
        ...pullRequest,
        labels: triage.labelsOf(pullRequest).map(({ name }) => name),
      }));
  }

  pullRequest(number: number) {
    const { pullRequests, repositories } = this.forge.domain;
    return pullRequests.byNumber(repositories.byName(this.#ref), number);
  }

  /** What was said in the conversation of a pull request. */
  comments(number: number): string[] {
    return this.forge.domain.comments
      .list(this.pullRequest(number))
      .map(({ body }) => body);
  }

  /** What the portal says of the gates at the head of a pull request: the statuses that it ever set, newest first. */
  statuses(number: number): string[] {
    const { checks, repositories } = this.forge.domain;
    const { headSha } = this.pullRequest(number);
    return checks
      .statuses(repositories.byName(this.#ref), headSha)
      .map(({ context, state, description }) =>
        [context, state, description].join(' '),
      );
  }

  /** Protects the main branch. Whatever is merged then may be merged by itself. */
  protect(rules: { checks: { strict: boolean; contexts: string[] } }): void {
    const { protections, repositories } = this.forge.domain;
    const repository = repositories.byName(this.#ref);
    repositories.update(repository, { allowAutoMerge: true });
    protections.put({ repository, branch: 'main', ...rules });
  }

  /** A check of the head of a pull request passes. */
  async check(number: number, { context }: { context: string }): Promise<void> {
    const { checks, repositories, users } = this.forge.domain;
    await checks.createStatus({
      repository: repositories.byName(this.#ref),
      actor: users.byLogin('grace'),
      sha: this.pullRequest(number).headSha,
      state: 'success',
      context,
    });
  }

  /** Grace merges. Returns the merge commit. */
  async merge(number: number): Promise<string> {
    const { sha } = await this.forge.content.mergePullRequest({
      ...this.#ref,
      number,
      login: 'grace',
    });
    return sha;
  }

  /** Grace closes without merging. */
  close(number: number): void {
    const { pullRequests, users } = this.forge.domain;
    pullRequests.close({
      pullRequest: this.pullRequest(number),
      actor: users.byLogin('grace'),
    });
  }

  get #ref() {
    return { owner, name: this.name };
  }
}

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isError } from '@backstage/errors';
import { FaultList, RunningForge, startForge } from '@fairlead/sandbox';
import { fileOf, gitops, imageOf, KillService } from './services';

const author = { name: 'Grace', email: 'grace@acme.example' };

/** The sandbox's forge with the GitOps repository of some services, and the people who work there. */
export class GitopsForge {
  static async start(services: readonly KillService[]): Promise<GitopsForge> {
    const directory = await mkdtemp(join(tmpdir(), 'fairlead-kill-'));
    const faults = FaultList.create();
    const forge = await startForge({ dataDir: directory, port: 0, faults });
    const { content } = forge;
    await content.createUser({
      login: gitops.owner,
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
      tokens: ['portal-forge'],
    });
    await content.createRepository(gitops);
    const world = new GitopsForge(directory, faults, forge);
    await world.#commit(
      Object.fromEntries(
        services.flatMap(({ name, targets }) =>
          [`${name}-dev`, ...targets].map(target => [
            fileOf(target),
            kustomization({ name, tag: '1.0.0', edits: 0 }),
          ]),
        ),
      ),
    );
    world.#watchLanes();
    return world;
  }

  readonly token = 'portal-forge';
  /** Lanes that had two open pull requests at once. */
  readonly crowdedLanes: string[] = [];
  #edits = 0;

  private constructor(
    private readonly directory: string,
    readonly faults: FaultList,
    readonly forge: RunningForge,
  ) {}

  get repoUrl(): string {
    return `${this.forge.url}/${gitops.owner}/${gitops.name}`;
  }

  /** Of the main branch. */
  async head(): Promise<string> {
    const ref = { ...gitops, ref: 'refs/heads/main' };
    return (await this.forge.content.resolveRef(ref)) ?? '';
  }

  /** Tag of an image at the head of the main branch, and that head. */
  async deployed(target: string): Promise<{ revision: string; tag: string }> {
    const revision = await this.head();
    const file = await this.forge.content.readFile({
      ...gitops,
      ref: revision,
      path: fileOf(target),
    });
    const [, tag = ''] = /newTag: "(.*)"/.exec(file ?? '') ?? [];
    return { revision, tag };
  }

  /** Somebody writes beside the value that is promoted, so that Git can't merge both. */
  async editBeside({ name, targets }: KillService): Promise<void> {
    const [target] = targets;
    const { tag } = await this.deployed(target);
    const edits = ++this.#edits;
    await this.#commit({
      [fileOf(target)]: kustomization({ name, tag, edits }),
    });
  }

  /** Grace merges, if it can be merged. */
  async merge(number: number): Promise<void> {
    try {
      await this.forge.content.mergePullRequest({
        ...gitops,
        number,
        login: 'grace',
      });
    } catch (error) {
      // Called off meanwhile, or in conflict until it is updated.
      if (!isError(error)) throw error;
    }
  }

  /** Newest first, with the comments of the portal. */
  pullRequests() {
    const { comments, pullRequests, repositories } = this.forge.domain;
    return pullRequests.list(repositories.byName(gitops)).map(pullRequest => ({
      number: pullRequest.number,
      state: pullRequest.state,
      merged: pullRequest.mergedAt !== null,
      branch: pullRequest.head,
      body: pullRequest.body ?? '',
      comments: comments.list(pullRequest).map(({ body }) => body),
    }));
  }

  async branches(): Promise<string[]> {
    const { repositories } = this.forge.domain;
    const git = await repositories.git(repositories.byName(gitops));
    return git.refs
      .list('refs/heads/')
      .map(({ ref }) => ref.replace('refs/heads/', ''));
  }

  async stop(): Promise<void> {
    await this.forge.stop();
    await rm(this.directory, { recursive: true, force: true });
  }

  #watchLanes(): void {
    this.forge.domain.events.on(event => {
      if (event.type !== 'pull_request' || event.action !== 'opened') return;
      const lane = (branch: string) => branch.replace(/-[0-9a-f]*$/, '');
      const opened = lane(event.pullRequest.head);
      const open = this.pullRequests().filter(
        ({ state, branch }) => state === 'open' && lane(branch) === opened,
      );
      if (open.length > 1) this.crowdedLanes.push(opened);
    });
  }

  async #commit(files: Record<string, string>): Promise<void> {
    await this.forge.content.commitFiles({
      ...gitops,
      branch: 'main',
      message: 'By hand',
      author,
      files,
    });
  }
}

function kustomization(options: { name: string; tag: string; edits: number }) {
  const { name, tag, edits } = options;
  return [
    'apiVersion: kustomize.config.k8s.io/v1beta1',
    'kind: Kustomization',
    'images:',
    `  - name: ${imageOf(name)}`,
    `    newTag: "${tag}"`,
    `    # Edited ${edits} times.`,
    '',
  ].join('\n');
}

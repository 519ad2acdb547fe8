import { randomBytes } from 'crypto';
import { mockServices } from '@backstage/backend-test-utils';
import { ForgeContractSubject } from '@fairlead/backstage-plugin-gitops-node/testUtils';
import { z } from 'zod';
import { GiteaForge } from '../GiteaForge';
import { Wire } from '../../github/__testUtils__/Wire';

/** Where a Gitea answers, and an administrator of it. */
export interface GiteaAccess {
  url: string;
  user: string;
  token: string;
}

const pullSchema = z.object({
  body: z.string(),
  merge_commit_sha: z.string().nullish(),
  head: z.object({ sha: z.string() }),
  requested_reviewers: z.array(z.object({ login: z.string() })).nullish(),
  requested_reviewers_teams: z.array(z.object({ name: z.string() })).nullish(),
});
const branchSchema = z.object({ commit: z.object({ id: z.string() }) });

/** A repository of its own on a Gitea that runs, and Fairlead's client that works on it as any portal would. */
export class GiteaServer {
  static async prepare(access: GiteaAccess): Promise<GiteaServer> {
    const wire = await Wire.create(access.url);
    const server = new GiteaServer(
      access,
      wire,
      `gitops-${randomBytes(6).toString('hex')}`,
    );
    await server.#fill();
    return server;
  }

  readonly forge: GiteaForge;
  readonly repoUrl: string;
  readonly #tokens = new Map<string, string>();

  private constructor(
    private readonly access: GiteaAccess,
    readonly wire: Wire,
    private readonly name: string,
  ) {
    this.repoUrl = `${access.url}/acme/${name}`;
    this.forge = GiteaForge.create({
      integration: {
        host: new URL(access.url).host,
        baseUrl: wire.url,
        password: access.token,
      },
      logger: mockServices.logger.mock(),
    });
  }

  /** As the contract's suite wants it. */
  subject(): ForgeContractSubject {
    return {
      forge: this.forge,
      repoUrl: this.repoUrl,
      missingRepoUrl: `${this.repoUrl}-missing`,
      commit: async options => this.commit(options),
      commitBinary: async path => {
        await this.#write({
          branch: 'main',
          message: `Add ${path}`,
          files: [
            {
              operation: 'create',
              path,
              content: Buffer.from([0, 1, 2, 255]).toString('base64'),
            },
          ],
        });
      },
      merge: async number => this.merge(number),
      headOf: async branch => this.headOf(branch),
      describe: async number => {
        const pull = await this.#pull(number);
        return {
          body: pull.body,
          reviewers: [
            ...(pull.requested_reviewers ?? []).map(({ login }) => login),
            ...(pull.requested_reviewers_teams ?? []).map(
              ({ name }) => `acme/${name}`,
            ),
          ],
        };
      },
      approve: async ({ number, by }) => {
        await this.#repo(`pulls/${number}/reviews`, {
          method: 'POST',
          body: { event: 'APPROVED' },
          token: this.#tokens.get(by),
        });
      },
      comment: async ({ number, body }) => {
        await this.#repo(`issues/${number}/comments`, {
          method: 'POST',
          body: { body },
          token: this.#tokens.get('ada'),
        });
      },
      commentsOf: async number =>
        z
          .array(z.object({ body: z.string() }))
          .parse(await this.#repo(`issues/${number}/comments`))
          .map(({ body }) => body),
      statusesOf: async sha =>
        z
          .object({
            statuses: z.array(
              z.object({
                context: z.string(),
                status: z.string(),
                description: z.string(),
                target_url: z.string(),
              }),
            ),
          })
          .parse(await this.#repo(`commits/${sha}/status`))
          .statuses.map(
            ({ context, status, description, target_url: url }) => ({
              context,
              state: status,
              description,
              url,
            }),
          ),
      requireStatus: async context => {
        await this.#repo('branch_protections', {
          method: 'POST',
          body: {
            rule_name: 'main',
            enable_status_check: true,
            status_check_contexts: [context],
            enable_push: true,
          },
        });
      },
      close: async () => this.close(),
    };
  }

  async commit(options: {
    branch: string;
    files: Record<string, string>;
    message: string;
  }): Promise<string> {
    const { branch, files, message } = options;
    const exists = (await this.headOf(branch)) !== undefined;
    return this.#write({
      branch: exists ? branch : 'main',
      ...(!exists && { new_branch: branch }),
      message,
      files: Object.entries(files).map(([path, text]) => ({
        operation: 'upload',
        path,
        content: Buffer.from(text).toString('base64'),
      })),
    });
  }

  /** Merges as a person would, and returns the commit on the base branch. */
  async merge(number: number): Promise<string> {
    for (let attempt = 0; ; attempt++) {
      const response = await this.#send(
        `repos/acme/${this.name}/pulls/${number}/merge`,
        {
          method: 'POST',
          body: { Do: 'merge' },
        },
      );
      if (response.ok) break;
      if (attempt > 50) throw new Error(await response.text());
      await new Promise(resolve => setTimeout(resolve, 100));
    }
    return (await this.#pull(number)).merge_commit_sha ?? '';
  }

  async headOf(branch: string): Promise<string | undefined> {
    const response = await this.#send(
      `repos/acme/${this.name}/branches/${branch}`,
    );
    if (response.status === 404) return undefined;
    return branchSchema.parse(await response.json()).commit.id;
  }

  /** What went over the wire meanwhile: `POST /contents`. */
  async requestsDuring(run: () => Promise<unknown>): Promise<string[]> {
    const before = this.wire.requests.length;
    await run();
    return this.wire.requests.slice(before).map(
      ({ method, path }) =>
        `${method} ${path
          .replace(/^\/api\/v1/, '')
          .replace(/^\/repos\/[^/]+\/[^/?]+/, '')
          .replace(/\?.*/, '')}`,
    );
  }

  async close(): Promise<void> {
    await this.#send(`repos/acme/${this.name}`, { method: 'DELETE' });
    await this.wire.close();
  }

  async #fill(): Promise<void> {
    await this.#send('orgs', { method: 'POST', body: { username: 'acme' } });
    await this.#json('orgs/acme/repos', {
      method: 'POST',
      body: { name: this.name, auto_init: true, default_branch: 'main' },
    });
    await this.#send('orgs/acme/teams', {
      method: 'POST',
      body: {
        name: 'shop',
        permission: 'write',
        includes_all_repositories: true,
        units: ['repo.code', 'repo.issues', 'repo.pulls'],
      },
    });
    for (const login of ['ada', 'bob']) {
      const password = `${login}-of-acme-1`;
      await this.#send('admin/users', {
        method: 'POST',
        body: {
          username: login,
          email: `${login}@example.com`,
          password,
          must_change_password: false,
        },
      });
      await this.#repo(`collaborators/${login}`, {
        method: 'PUT',
        body: { permission: 'write' },
      });
      const response = await fetch(
        `${this.access.url}/api/v1/users/${login}/tokens`,
        {
          method: 'POST',
          headers: {
            'Content-Type': 'application/json',
            Authorization: `Basic ${Buffer.from(`${login}:${password}`).toString('base64')}`,
          },
          body: JSON.stringify({ name: this.name, scopes: ['all'] }),
        },
      );
      const { sha1 } = z
        .object({ sha1: z.string() })
        .parse(await response.json());
      this.#tokens.set(login, sha1);
    }
  }

  async #pull(number: number) {
    return pullSchema.parse(await this.#repo(`pulls/${number}`));
  }

  async #write(body: object): Promise<string> {
    const answer = await this.#repo('contents', { method: 'POST', body });
    return z.object({ commit: z.object({ sha: z.string() }) }).parse(answer)
      .commit.sha;
  }

  async #repo(path: string, options: RequestOptions = {}): Promise<unknown> {
    return this.#json(`repos/acme/${this.name}/${path}`, options);
  }

  async #json(path: string, options: RequestOptions = {}): Promise<unknown> {
    const response = await this.#send(path, options);
    const text = await response.text();
    if (!response.ok) {
      throw new Error(`${path}: ${response.status} ${text}`);
    }
    return text ? JSON.parse(text) : undefined;
  }

  async #send(path: string, options: RequestOptions = {}): Promise<Response> {
    const { method = 'GET', body, token = this.access.token } = options;
    return fetch(`${this.access.url}/api/v1/${path}`, {
      method,
      headers: {
        'Content-Type': 'application/json',
        Authorization: `token ${token}`,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  }
}

interface RequestOptions {
  method?: string;
  body?: object;
  token?: string;
}

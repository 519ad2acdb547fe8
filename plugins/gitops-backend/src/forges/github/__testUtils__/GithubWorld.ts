import { mkdtemp, rm } from 'fs/promises';
import { tmpdir } from 'os';
import { join } from 'path';
import { mockServices } from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import {
  DefaultGithubCredentialsProvider,
  ScmIntegrations,
} from '@backstage/integration';
import { OpenPullRequestOptions } from '@fairlead/backstage-plugin-gitops-node';
import { FaultList, RunningForge, startForge } from '@fairlead/sandbox';
import { Octokit } from '@octokit/rest';
import { ForgeBudgetOptions, unlimitedBudget } from '../../budget/BudgetRules';
import { CredentialBudgets } from '../../budget/ForgeBudgets';
import { GithubForge } from '../GithubForge';
import { Wire, WireRequest } from './Wire';

const repository = { owner: 'acme', name: 'gitops' };
const PORTAL_TOKEN = 'portal-token';
export const MAINTAINER_TOKEN = 'maintainer-token';
const REVIEWER_TOKEN = 'reviewer-token';

interface WorldOptions {
  timeoutMs?: number;
  /** Instead of one that the forge knows. */
  token?: string;
  /** No limits when left out, so that tests need not wait. */
  budget?: ForgeBudgetOptions;
}

/** A forge that speaks GitHub's API, and Fairlead's GitHub client that works on it as any portal would. */
export class GithubWorld {
  static async start(options: WorldOptions = {}): Promise<GithubWorld> {
    const dataDir = await mkdtemp(join(tmpdir(), 'fairlead-github-'));
    const faults = FaultList.create();
    const server = await startForge({ dataDir, port: 0, faults });
    const wire = await Wire.create(server.url);
    const world = new GithubWorld(dataDir, server, faults, wire, options);
    await world.#fill();
    return world;
  }

  readonly forge: GithubForge;
  readonly budgets: CredentialBudgets;
  /** `http://localhost:1234/acme/gitops` */
  readonly repoUrl: string;
  /** The forge's name in messages. */
  readonly host: string;
  /** What a maintainer does. It does not go over the wire. */
  readonly maintainer: Octokit;

  private constructor(
    private readonly dataDir: string,
    private readonly server: RunningForge,
    readonly faults: FaultList,
    readonly wire: Wire,
    {
      token = PORTAL_TOKEN,
      budget = unlimitedBudget,
      ...options
    }: WorldOptions,
  ) {
    this.repoUrl = `${server.url}/${repository.owner}/${repository.name}`;
    this.host = new URL(server.url).host;
    this.maintainer = new Octokit({
      baseUrl: `${server.url}/api/v3`,
      auth: MAINTAINER_TOKEN,
    });
    const integrations = ScmIntegrations.fromConfig(
      new ConfigReader({
        integrations: {
          github: [
            {
              host: this.host,
              apiBaseUrl: `${wire.url}/api/v3`,
              token,
            },
          ],
        },
      }),
    );
    const integration = integrations.github.byHost(this.host);
    if (!integration) throw new Error('there is no integration for the forge');
    this.budgets = CredentialBudgets.create(budget);
    this.forge = GithubForge.create({
      budgets: this.budgets,
      integration: integration.config,
      credentials:
        DefaultGithubCredentialsProvider.fromIntegrations(integrations),
      logger: mockServices.logger.mock(),
      ...options,
    });
  }

  async commit(options: {
    branch: string;
    files: Record<string, string>;
    message: string;
  }): Promise<string> {
    const { sha } = await this.server.content.commitFiles({
      ...repository,
      ...options,
      author: { name: 'Ada', email: 'ada@example.com' },
    });
    return sha;
  }

  /** Writes bytes, and a mode, which is more than text. */
  async commitBytes(options: {
    path: string;
    content: Buffer;
    mode?: '100644' | '100755';
  }): Promise<string> {
    const { path, content, mode = '100644' } = options;
    const { git } = this.maintainer.rest;
    const { owner, name: repo } = repository;
    const parent = await this.headOf('main');
    if (!parent) throw new Error('there is no main branch');
    const blob = await git.createBlob({
      owner,
      repo,
      content: content.toString('base64'),
      encoding: 'base64',
    });
    const tree = await git.createTree({
      owner,
      repo,
      base_tree: parent,
      tree: [{ path, mode, type: 'blob', sha: blob.data.sha }],
    });
    const commit = await git.createCommit({
      owner,
      repo,
      message: `Add ${path}`,
      tree: tree.data.sha,
      parents: [parent],
    });
    const { sha } = commit.data;
    await git.updateRef({ owner, repo, ref: 'heads/main', sha });
    return sha;
  }

  /** Merges as a person would, and returns the commit on the base branch. */
  async merge(number: number): Promise<string> {
    const { sha } = await this.server.content.mergePullRequest({
      ...repository,
      number,
      login: 'ada',
    });
    return sha;
  }

  async headOf(branch: string): Promise<string | undefined> {
    const ref = `refs/heads/${branch}`;
    return this.server.content.resolveRef({ ...repository, ref });
  }

  /** All pull requests, whatever their state. */
  async pullRequests() {
    const { owner, name: repo } = repository;
    const { data } = await this.maintainer.rest.pulls.list({
      owner,
      repo,
      state: 'all',
    });
    return data;
  }

  /** What a pull request says of itself, and whom it asks. */
  async describe(number: number) {
    const { data } = await this.maintainer.rest.pulls.get(this.#pull(number));
    return {
      body: data.body ?? '',
      reviewers: [
        ...(data.requested_reviewers ?? []).map(({ login }) => login),
        ...(data.requested_teams ?? []).map(({ slug }) => `acme/${slug}`),
      ],
    };
  }

  async approve(options: { number: number; by: 'ada' | 'bob' }) {
    const auth = options.by === 'ada' ? MAINTAINER_TOKEN : REVIEWER_TOKEN;
    const person = new Octokit({ baseUrl: `${this.server.url}/api/v3`, auth });
    await person.rest.pulls.createReview({
      ...this.#pull(options.number),
      event: 'APPROVE',
    });
  }

  /** Writes a comment as a person. */
  async comment(options: { number: number; body: string }) {
    const { owner, name: repo } = repository;
    await this.maintainer.rest.issues.createComment({
      owner,
      repo,
      issue_number: options.number,
      body: options.body,
    });
  }

  async commentsOf(number: number): Promise<string[]> {
    const { owner, name: repo } = repository;
    const { data } = await this.maintainer.rest.issues.listComments({
      owner,
      repo,
      issue_number: number,
    });
    return data.map(({ body }) => body ?? '');
  }

  /** The statuses that count, of one commit. */
  async statusesOf(sha: string) {
    const { owner, name: repo } = repository;
    const { data } = await this.maintainer.rest.repos.getCombinedStatusForRef({
      owner,
      repo,
      ref: sha,
    });
    return data.statuses.map(({ context, state, description, target_url }) => ({
      context,
      state,
      description: description ?? '',
      url: target_url ?? '',
    }));
  }

  /** Sets a status as somebody else would. */
  async setStatus(options: {
    sha: string;
    context: string;
    state: 'pending' | 'success' | 'failure';
  }) {
    const { owner, name: repo } = repository;
    await this.maintainer.rest.repos.createCommitStatus({
      owner,
      repo,
      ...options,
    });
  }

  /** Protects `main`. */
  async protect(
    rules: Partial<{
      statuses: string[];
      approvals: number;
      linearHistory: boolean;
    }>,
  ) {
    const { owner, name: repo } = repository;
    const { statuses = [], approvals, linearHistory } = rules;
    await this.maintainer.rest.repos.updateBranchProtection({
      owner,
      repo,
      branch: 'main',
      required_status_checks: { strict: false, contexts: statuses },
      enforce_admins: true,
      required_pull_request_reviews:
        approvals === undefined
          ? null
          : { required_approving_review_count: approvals },
      restrictions: null,
      required_linear_history: linearHistory ?? false,
    });
  }

  /** Changes the settings of the repository. */
  async settings(change: {
    allow_auto_merge?: boolean;
    allow_merge_commit?: boolean;
    allow_squash_merge?: boolean;
  }) {
    const { owner, name: repo } = repository;
    await this.maintainer.rest.repos.update({ owner, repo, ...change });
  }

  /** Until the forge has done what it does by itself. */
  async settled() {
    await this.server.domain.scheduling.settled();
  }

  setDraft(number: number) {
    const { pullRequests, repositories, users } = this.server.domain;
    pullRequests.setDraft({
      pullRequest: pullRequests.byNumber(
        repositories.byName(repository),
        number,
      ),
      actor: users.byLogin('ada'),
      draft: true,
    });
  }

  /** Has `main` merged to by a queue, whose commits have to pass a check. */
  async useMergeQueue() {
    const { domain } = this.server;
    const context = 'queue-ci';
    domain.protections.put({
      repository: domain.repositories.byName(repository),
      branch: 'main',
      checks: { strict: false, contexts: [context] },
      mergeQueue: true,
    });
    return {
      requires: context,
      release: async () => {
        for (const { queueEntry } of domain.pullRequests.list(
          domain.repositories.byName(repository),
          { state: 'open' },
        )) {
          if (!queueEntry) continue;
          const sha = queueEntry.groupSha;
          await this.setStatus({ sha, context, state: 'success' });
        }
      },
    };
  }

  async branches(): Promise<string[]> {
    const { owner, name: repo } = repository;
    const { data } = await this.maintainer.rest.repos.listBranches({
      owner,
      repo,
    });
    return data.map(({ name }) => name).sort();
  }

  async modeOf(ref: string, path: string): Promise<string | undefined> {
    const { owner, name: repo } = repository;
    const { data } = await this.maintainer.rest.git.getTree({
      owner,
      repo,
      tree_sha: ref,
      recursive: 'true',
    });
    return data.tree.find(entry => entry.path === path)?.mode;
  }

  /** A promotion of one file, on what is on `main` now. */
  async promotion(
    change: Partial<OpenPullRequestOptions> = {},
  ): Promise<OpenPullRequestOptions> {
    const baseSha = await this.headOf('main');
    if (!baseSha) throw new Error('there is no main branch');
    return {
      repoUrl: this.repoUrl,
      baseBranch: 'main',
      baseSha,
      headBranch: 'fairlead/promotion-1',
      commitMessage: 'Promote shop to prod',
      files: new Map([['deploy/shop/values.yaml', 'tag: "2"\n']]),
      title: 'Promote shop to prod',
      body: 'Why: because',
      labels: ['fairlead'],
      reviewers: ['ada', 'acme/shop'],
      ...change,
    };
  }

  /** What went over the wire meanwhile. */
  async requestsDuring(run: () => Promise<unknown>): Promise<WireRequest[]> {
    const before = this.wire.requests.length;
    await run();
    return this.wire.requests.slice(before);
  }

  async close(): Promise<void> {
    await this.wire.close();
    await this.server.stop();
    await rm(this.dataDir, { recursive: true, force: true });
  }

  #pull(number: number) {
    const { owner, name: repo } = repository;
    return { owner, repo, pull_number: number };
  }

  async #fill(): Promise<void> {
    const { content, domain } = this.server;
    await content.createUser({
      login: 'acme',
      name: 'Acme',
      email: '',
      type: 'Organization',
    });
    await content.createUser({
      login: 'ada',
      name: 'Ada',
      email: 'ada@example.com',
      tokens: [MAINTAINER_TOKEN],
    });
    await content.createUser({
      login: 'bob',
      name: 'Bob',
      email: 'bob@example.com',
      tokens: [REVIEWER_TOKEN],
    });
    await content.createUser({
      login: 'portal[bot]',
      name: 'Portal',
      email: 'portal@example.com',
      type: 'Bot',
      tokens: [PORTAL_TOKEN],
    });
    await content.createRepository(repository);
    domain.users.putTeam({
      organization: domain.users.byLogin('acme'),
      name: 'shop',
    });
    domain.labels.create({
      repository: domain.repositories.byName(repository),
      name: 'fairlead',
    });
    await this.commit({
      branch: 'main',
      files: { 'deploy/shop/values.yaml': 'tag: "1"\n' },
      message: 'Begin',
    });
  }
}

import { LoggerService } from '@backstage/backend-plugin-api';
import {
  GithubCredentialsProvider,
  GithubIntegrationConfig,
} from '@backstage/integration';
import {
  Forge,
  OpenPullRequestOptions,
} from '@fairlead/backstage-plugin-gitops-node';
import { CredentialBudgets } from '../budget/ForgeBudgets';
import { closePullRequest } from './closePullRequest';
import { GithubApi } from './GithubApi';
import { parseGithubRepository } from './GithubRepository';
import { compare, isAncestor, readCommits } from './history';
import { mergePullRequest } from './mergePullRequest';
import { openPullRequest } from './openPullRequest';
import { readDirectoryIds } from './readDirectoryIds';
import { readPullRequests } from './readPullRequests';
import { readTree } from './readTree';
import { setCommitStatus } from './setCommitStatus';
import { updatePullRequest } from './updatePullRequest';
import { writeComment } from './writeComment';

/** GitHub, github.com or an Enterprise Server, with the credentials of the portal's GitHub integration or of a user. */
export class GithubForge implements Forge {
  static create(options: {
    integration: GithubIntegrationConfig;
    credentials: GithubCredentialsProvider;
    logger: LoggerService;
    /** For each request; 30 seconds when left out. */
    timeoutMs?: number;
    /** Those of all hosts; its own, with GitHub's limits, when left out. */
    budgets?: CredentialBudgets;
    /** Whose credentials these are; the portal's when left out. */
    holder?: string;
  }): GithubForge {
    return new GithubForge(GithubApi.create(options), options.logger);
  }

  private constructor(
    private readonly api: GithubApi,
    private readonly logger: LoggerService,
  ) {}

  async readTree(options: Parameters<Forge['readTree']>[0]) {
    return readTree({ ...options, ...this.#in(options.repoUrl) });
  }

  async openPullRequest(request: OpenPullRequestOptions) {
    const { logger } = this;
    return openPullRequest({ request, logger, ...this.#in(request.repoUrl) });
  }

  async readPullRequests(requests: Parameters<Forge['readPullRequests']>[0]) {
    return readPullRequests({ api: this.api, requests });
  }

  async closePullRequest(options: Parameters<Forge['closePullRequest']>[0]) {
    const { logger } = this;
    return closePullRequest({
      ...options,
      logger,
      ...this.#in(options.repoUrl),
    });
  }

  async updatePullRequest(request: Parameters<Forge['updatePullRequest']>[0]) {
    return updatePullRequest({ request, ...this.#in(request.repoUrl) });
  }

  async mergePullRequest(request: Parameters<Forge['mergePullRequest']>[0]) {
    return mergePullRequest({ request, ...this.#in(request.repoUrl) });
  }

  async setCommitStatus(options: Parameters<Forge['setCommitStatus']>[0]) {
    return setCommitStatus({ ...options, ...this.#in(options.repoUrl) });
  }

  async writeComment(options: Parameters<Forge['writeComment']>[0]) {
    return writeComment({ ...options, ...this.#in(options.repoUrl) });
  }

  async readDirectoryIds(options: Parameters<Forge['readDirectoryIds']>[0]) {
    return readDirectoryIds({ ...options, ...this.#in(options.repoUrl) });
  }

  async isAncestor(options: Parameters<Forge['isAncestor']>[0]) {
    return isAncestor({ ...options, ...this.#in(options.repoUrl) });
  }

  async readCommits(options: Parameters<Forge['readCommits']>[0]) {
    return readCommits({ ...options, ...this.#in(options.repoUrl) });
  }

  async compare(options: Parameters<Forge['compare']>[0]) {
    return compare({ ...options, ...this.#in(options.repoUrl) });
  }

  commitUrl(options: { repoUrl: string; sha: string }): string {
    return `${options.repoUrl}/commit/${options.sha}`;
  }

  #in(repoUrl: string) {
    return { api: this.api, repository: parseGithubRepository(repoUrl) };
  }
}

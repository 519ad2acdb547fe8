import { LoggerService } from '@backstage/backend-plugin-api';
import { GiteaIntegrationConfig } from '@backstage/integration';
import {
  Forge,
  OpenPullRequestOptions,
} from '@fairlead/backstage-plugin-gitops-node';
import { CredentialBudgets } from '../budget/ForgeBudgets';
import { ForgeUser } from '../UserForges';
import { closePullRequest } from './closePullRequest';
import { GiteaApi } from './GiteaApi';
import { parseGiteaRepository } from './GiteaRepository';
import { commitUrl, compare, isAncestor, readCommits } from './history';
import { Labels } from './Labels';
import { mergePullRequest } from './mergePullRequest';
import { openPullRequest } from './openPullRequest';
import { OwnAccount } from './OwnAccount';
import { readDirectoryIds } from './readDirectoryIds';
import { readPullRequests } from './readPullRequests';
import { readTree } from './readTree';
import { setCommitStatus } from './setCommitStatus';
import { updatePullRequest } from './updatePullRequest';
import { writeComment } from './writeComment';

/** Gitea or Forgejo, with the credentials of the portal's Gitea integration or of a user. */
export class GiteaForge implements Forge {
  static create(options: {
    integration: GiteaIntegrationConfig;
    logger: LoggerService;
    /** For each request; 30 seconds when left out. */
    timeoutMs?: number;
    /** Those of all hosts; its own when left out. */
    budgets?: CredentialBudgets;
    /** Who acts; the portal when left out. */
    by?: ForgeUser;
  }): GiteaForge {
    return new GiteaForge(GiteaApi.create(options), options.logger);
  }

  readonly #labels: Labels;
  readonly #account: OwnAccount;

  private constructor(
    private readonly api: GiteaApi,
    private readonly logger: LoggerService,
  ) {
    this.#labels = Labels.create(api);
    this.#account = OwnAccount.create(api);
  }

  async readTree(options: Parameters<Forge['readTree']>[0]) {
    return readTree({ ...options, ...this.#in(options.repoUrl) });
  }

  async openPullRequest(request: OpenPullRequestOptions) {
    return openPullRequest({
      request,
      logger: this.logger,
      labels: this.#labels,
      ...this.#in(request.repoUrl),
    });
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
    const { logger } = this;
    return updatePullRequest({ request, logger, ...this.#in(request.repoUrl) });
  }

  async mergePullRequest(request: Parameters<Forge['mergePullRequest']>[0]) {
    return mergePullRequest({ request, ...this.#in(request.repoUrl) });
  }

  async setCommitStatus(options: Parameters<Forge['setCommitStatus']>[0]) {
    return setCommitStatus({ ...options, ...this.#in(options.repoUrl) });
  }

  async writeComment(options: Parameters<Forge['writeComment']>[0]) {
    return writeComment({
      ...options,
      account: this.#account,
      ...this.#in(options.repoUrl),
    });
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
    return commitUrl(options);
  }

  #in(repoUrl: string) {
    return { api: this.api, repository: parseGiteaRepository(repoUrl) };
  }
}

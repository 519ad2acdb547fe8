import {
  LoggerService,
  RootConfigService,
} from '@backstage/backend-plugin-api';
import {
  DefaultGithubCredentialsProvider,
  GithubCredentialsProvider,
  GithubIntegrationConfig,
  ScmIntegrations,
} from '@backstage/integration';
import { ForgeBudget } from '@fairlead/backstage-plugin-gitops-common';
import { Forge } from '@fairlead/backstage-plugin-gitops-node';
import { ForgeBudgetOptions } from './budget/BudgetRules';
import { CredentialBudgets, ForgeBudgets } from './budget/ForgeBudgets';
import { Forges } from './Forges';
import { GithubForge } from './github/GithubForge';
import { tokenCredentials } from './github/tokenCredentials';
import { normalizeGitUrl } from './gitUrl';
import { ForgeUser, UserForges } from './UserForges';

/** The forges of the portal's `integrations:` config: one object for each host, and one for each user who acts there. */
export class GitForges implements Forges, ForgeBudgets, UserForges {
  static fromConfig(options: {
    config: RootConfigService;
    logger: LoggerService;
    /** As GitHub asks for when left out. */
    budget?: ForgeBudgetOptions;
  }): GitForges {
    const integrations = ScmIntegrations.fromConfig(options.config);
    return new GitForges(
      integrations,
      DefaultGithubCredentialsProvider.fromIntegrations(integrations),
      options.logger,
      CredentialBudgets.create(options.budget),
      CredentialBudgets.create(options.budget),
    );
  }

  readonly #forges = new Map<string, Forge>();

  private constructor(
    private readonly integrations: ScmIntegrations,
    private readonly githubCredentials: GithubCredentialsProvider,
    private readonly logger: LoggerService,
    private readonly credentialBudgets: CredentialBudgets,
    /** Apart, because what users have left is not the portal's. */
    private readonly userBudgets: CredentialBudgets,
  ) {}

  forRepository(repoUrl: string): Forge | undefined {
    const integration = this.#integrationOf(repoUrl);
    if (!integration) return undefined;
    const { host } = integration;
    const known = this.#forges.get(host);
    if (known) return known;
    const forge = GithubForge.create({
      integration,
      credentials: this.githubCredentials,
      logger: this.logger,
      budgets: this.credentialBudgets,
    });
    this.#forges.set(host, forge);
    return forge;
  }

  hostOf(repoUrl: string): string | undefined {
    return this.#integrationOf(repoUrl)?.host;
  }

  asUser(options: { repoUrl: string; by: ForgeUser }): Forge | undefined {
    const { user, token } = options.by;
    const integration = this.#integrationOf(options.repoUrl);
    return (
      integration &&
      GithubForge.create({
        integration,
        credentials: tokenCredentials(token),
        logger: this.logger,
        budgets: this.userBudgets,
        holder: user,
      })
    );
  }

  budgets(): ForgeBudget[] {
    return this.credentialBudgets.budgets();
  }

  normalize(repoUrl: string): string | undefined {
    return normalizeGitUrl(repoUrl);
  }

  #integrationOf(repoUrl: string): GithubIntegrationConfig | undefined {
    const url = this.normalize(repoUrl);
    return url ? this.integrations.github.byUrl(url)?.config : undefined;
  }
}

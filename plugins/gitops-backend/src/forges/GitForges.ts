import {
  LoggerService,
  RootConfigService,
} from '@backstage/backend-plugin-api';
import {
  DefaultGithubCredentialsProvider,
  GithubCredentialsProvider,
  GiteaIntegrationConfig,
  GithubIntegrationConfig,
  ScmIntegrations,
} from '@backstage/integration';
import { ForgeBudget } from '@fairlead/backstage-plugin-gitops-common';
import { Forge } from '@fairlead/backstage-plugin-gitops-node';
import { ForgeBudgetOptions } from './budget/BudgetRules';
import { CredentialBudgets, ForgeBudgets } from './budget/ForgeBudgets';
import { Forges } from './Forges';
import { giteaBudget } from './gitea/giteaBudget';
import { GiteaForge } from './gitea/GiteaForge';
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
  // Gitea has no limits of its own, so GitHub's are not kept to there.
  readonly #giteaBudgets = CredentialBudgets.create(giteaBudget);
  readonly #giteaUserBudgets = CredentialBudgets.create(giteaBudget);

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
    const { host } = integration.config;
    const known = this.#forges.get(host);
    if (known) return known;
    const { logger } = this;
    const forge =
      integration.type === 'github'
        ? GithubForge.create({
            integration: integration.config,
            credentials: this.githubCredentials,
            logger,
            budgets: this.credentialBudgets,
          })
        : GiteaForge.create({
            integration: integration.config,
            logger,
            budgets: this.#giteaBudgets,
          });
    this.#forges.set(host, forge);
    return forge;
  }

  hostOf(repoUrl: string): string | undefined {
    return this.#integrationOf(repoUrl)?.config.host;
  }

  asUser(options: { repoUrl: string; by: ForgeUser }): Forge | undefined {
    const { by } = options;
    const { logger } = this;
    const integration = this.#integrationOf(options.repoUrl);
    if (!integration) return undefined;
    return integration.type === 'github'
      ? GithubForge.create({
          integration: integration.config,
          credentials: tokenCredentials(by.token),
          logger,
          budgets: this.userBudgets,
          holder: by.user,
        })
      : GiteaForge.create({
          integration: integration.config,
          logger,
          budgets: this.#giteaUserBudgets,
          by,
        });
  }

  budgets(): ForgeBudget[] {
    return [
      ...this.credentialBudgets.budgets(),
      ...this.#giteaBudgets.budgets(),
    ];
  }

  normalize(repoUrl: string): string | undefined {
    return normalizeGitUrl(repoUrl);
  }

  #integrationOf(repoUrl: string): ForgeIntegration | undefined {
    const url = this.normalize(repoUrl);
    if (!url) return undefined;
    const github = this.integrations.github.byUrl(url);
    if (github) return { type: 'github', config: github.config };
    const gitea = this.integrations.gitea.byUrl(url);
    return gitea && { type: 'gitea', config: gitea.config };
  }
}

type ForgeIntegration =
  | { type: 'github'; config: GithubIntegrationConfig }
  | { type: 'gitea'; config: GiteaIntegrationConfig };

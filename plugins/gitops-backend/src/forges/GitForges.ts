import {
  LoggerService,
  RootConfigService,
} from '@backstage/backend-plugin-api';
import {
  DefaultGithubCredentialsProvider,
  GithubCredentialsProvider,
  ScmIntegrations,
} from '@backstage/integration';
import { ForgeBudget } from '@fairlead/backstage-plugin-gitops-common';
import { Forge } from '@fairlead/backstage-plugin-gitops-node';
import { ForgeBudgetOptions } from './budget/BudgetRules';
import { CredentialBudgets, ForgeBudgets } from './budget/ForgeBudgets';
import { Forges } from './Forges';
import { GithubForge } from './github/GithubForge';
import { normalizeGitUrl } from './gitUrl';

/** The forges of the portal's `integrations:` config, one object for each host. */
export class GitForges implements Forges, ForgeBudgets {
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
    );
  }

  readonly #forges = new Map<string, Forge>();

  private constructor(
    private readonly integrations: ScmIntegrations,
    private readonly githubCredentials: GithubCredentialsProvider,
    private readonly logger: LoggerService,
    private readonly credentialBudgets: CredentialBudgets,
  ) {}

  forRepository(repoUrl: string): Forge | undefined {
    const url = this.normalize(repoUrl);
    const integration = url ? this.integrations.github.byUrl(url) : undefined;
    if (!integration) return undefined;
    const { host } = integration.config;
    const known = this.#forges.get(host);
    if (known) return known;
    const forge = GithubForge.create({
      integration: integration.config,
      credentials: this.githubCredentials,
      logger: this.logger,
      budgets: this.credentialBudgets,
    });
    this.#forges.set(host, forge);
    return forge;
  }

  budgets(): ForgeBudget[] {
    return this.credentialBudgets.budgets();
  }

  normalize(repoUrl: string): string | undefined {
    return normalizeGitUrl(repoUrl);
  }
}

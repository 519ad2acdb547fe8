import { LoggerService } from '@backstage/backend-plugin-api';
import {
  DefaultGithubCredentialsProvider,
  ScmIntegrations,
} from '@backstage/integration';
import { ConfigReader } from '@backstage/config';
import { unlimitedBudget } from '../../../../forges/budget/BudgetRules';
import { CredentialBudgets } from '../../../../forges/budget/ForgeBudgets';
import { Forges } from '../../../../forges/Forges';
import { GithubForge } from '../../../../forges/github/GithubForge';
import { normalizeGitUrl } from '../../../../forges/gitUrl';

/** The sandbox's forge, as the portal would talk to a GitHub Enterprise Server without limits. */
export function createForges(options: {
  url: string;
  token: string;
  logger: LoggerService;
}): Forges {
  const { url, token, logger } = options;
  const { host } = new URL(url);
  const github = { host, apiBaseUrl: `${url}/api/v3`, token };
  const integrations = ScmIntegrations.fromConfig(
    new ConfigReader({ integrations: { github: [github] } }),
  );
  const [integration] = integrations.github.list();
  const forge = GithubForge.create({
    integration: integration.config,
    credentials:
      DefaultGithubCredentialsProvider.fromIntegrations(integrations),
    logger,
    budgets: CredentialBudgets.create(unlimitedBudget),
  });
  const normalize = (repoUrl: string) => normalizeGitUrl(repoUrl);
  return {
    normalize,
    forRepository: repoUrl =>
      normalize(repoUrl)?.startsWith(url) ? forge : undefined,
  };
}

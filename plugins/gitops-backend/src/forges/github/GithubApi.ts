import { LoggerService } from '@backstage/backend-plugin-api';
import { ServiceUnavailableError } from '@backstage/errors';
import {
  GithubCredentialsProvider,
  GithubIntegrationConfig,
} from '@backstage/integration';
import { Octokit } from '@octokit/rest';
import { z } from 'zod';
import { withCause } from '../../withCause';
import { BudgetRefusal, CredentialBudget } from '../budget/CredentialBudget';
import { CredentialBudgets } from '../budget/ForgeBudgets';
import {
  ForgeAnswer,
  ForgeAttempt,
  fromAnswer,
  fromRefusal,
} from '../forgeErrors';
import { budgetedOctokit } from './budgetedOctokit';
import { fromOctokitError } from './githubErrors';
import { GithubRepository } from './GithubRepository';
import {
  answerOfProblem,
  graphqlFailureSchema,
  GraphqlProblem,
} from './graphqlErrors';

const DEFAULT_TIMEOUT_MS = 30_000;

/** What every request to GitHub carries. */
export interface RequestBasics {
  owner: string;
  repo: string;
  headers: Record<string, string>;
}

/** A credential's requests, and what they may spend. */
interface Credential {
  octokit: Octokit;
  budget: CredentialBudget;
}

/** A GraphQL request and how to read its answer. */
export interface GraphqlRequest<T> {
  repository: GithubRepository;
  /** For messages, to be read after "to". */
  action: string;
  query: string;
  variables: Record<string, unknown>;
  schema: z.ZodType<T>;
}

/**
 * Requests to one GitHub host: with the credentials of the repository's owner, a timeout, parsed answers, and
 * errors that say who refused what. Each waits for its turn in the budget of its credential; while GitHub limits a
 * credential's requests, none is sent.
 */
export class GithubApi {
  static create(options: {
    integration: GithubIntegrationConfig;
    credentials: GithubCredentialsProvider;
    logger: LoggerService;
    timeoutMs?: number;
    /** Those of all hosts; its own, with GitHub's limits, when left out. */
    budgets?: CredentialBudgets;
    /** Whose credentials these are; the portal's when left out. */
    holder?: string;
  }): GithubApi {
    const { host, apiBaseUrl } = options.integration;
    const baseUrl = apiBaseUrl ?? `https://${host}/api/v3`;
    const { timeoutMs = DEFAULT_TIMEOUT_MS, logger } = options;
    return new GithubApi(
      host,
      budget => budgetedOctokit({ baseUrl, budget, logger, timeoutMs }),
      options.credentials,
      options.budgets ?? CredentialBudgets.create(),
      options.holder,
    );
  }

  readonly #credentials = new Map<string, Credential>();

  private constructor(
    readonly host: string,
    private readonly octokitFor: (budget: CredentialBudget) => Octokit,
    private readonly credentials: GithubCredentialsProvider,
    private readonly budgets: CredentialBudgets,
    readonly holder?: string,
  ) {}

  /** A REST request. */
  async rest<T>(options: {
    repository: GithubRepository;
    action: string;
    schema: z.ZodType<T>;
    send: (
      octokit: Octokit,
      basics: RequestBasics,
    ) => Promise<{ data: unknown }>;
  }): Promise<T> {
    const { repository, action, schema, send } = options;
    return this.#attempt({ repository, action }, async request => {
      const { octokit, basics, attempt } = request;
      const { data } = await send(octokit, basics).catch(error => {
        throw failureOf(error, attempt);
      });
      return parse(data, schema, attempt);
    });
  }

  /** A GraphQL request. What is not found is null in the answer; any other problem is thrown. */
  async graphql<T>(options: GraphqlRequest<T>): Promise<T> {
    const { data, problems } = await this.graphqlPartial(options);
    if (problems[0]) throw problems[0];
    return data;
  }

  /** A GraphQL request, of which a part may fail. What is not found is null in the answer, and no problem. */
  async graphqlPartial<T>(
    options: GraphqlRequest<T>,
  ): Promise<{ data: T; problems: Error[] }> {
    const { repository, action, query, variables, schema } = options;
    return this.#attempt({ repository, action }, async request => {
      const { octokit, budget, basics, attempt } = request;
      try {
        const data: unknown = await octokit.graphql(query, {
          ...variables,
          headers: basics.headers,
        });
        return { data: parse(data, schema, attempt), problems: [] };
      } catch (error) {
        const failure = graphqlFailureSchema.safeParse(
          error instanceof Error ? { ...error, name: error.name } : error,
        );
        if (!failure.success) {
          throw isOurs(error) ? error : failureOf(error, attempt);
        }
        const answers = failure.data.errors
          .filter(problem => !isMissing(problem))
          .map(problem => answerOfProblem(problem, failure.data.headers));
        for (const { retryAt } of answers) if (retryAt) budget.pause(retryAt);
        const problems = answers.map(answer => fromAnswer(answer, attempt));
        if (problems[0] && !failure.data.data) throw problems[0];
        return {
          data: parseUnlessBroken({
            data: failure.data.data,
            schema,
            attempt,
            problem: problems[0],
          }),
          problems,
        };
      }
    });
  }

  async #attempt<T>(
    { repository, action }: { repository: GithubRepository; action: string },
    run: (
      request: Credential & { basics: RequestBasics; attempt: ForgeAttempt },
    ) => Promise<T>,
  ): Promise<T> {
    const attempt: ForgeAttempt = {
      host: this.host,
      repository: `${repository.owner}/${repository.name}`,
      action,
      holder: this.holder,
    };
    const { headers, type } = await this.credentials
      .getCredentials({ url: repository.repoUrl })
      .catch(error => {
        throw fromOctokitError(error, {
          ...attempt,
          action: `get credentials to ${action}`,
        });
      });
    // An app has a limit for each owner that it is installed at, a token has one.
    const part = type === 'app' ? repository.owner : this.holder;
    const credential = this.#credential(
      part ? `${this.host} (${part})` : this.host,
    );
    const { owner, name: repo } = repository;
    try {
      return await run({
        ...credential,
        basics: { owner, repo, headers: { ...headers } },
        attempt,
      });
    } catch (error) {
      if (error instanceof BudgetRefusal) throw fromRefusal(error, attempt);
      const answer = error instanceof Error ? error.cause : undefined;
      if (answer instanceof ForgeAnswer && answer.retryAt) {
        credential.budget.pause(answer.retryAt);
      }
      throw error;
    }
  }

  #credential(name: string): Credential {
    const known = this.#credentials.get(name);
    if (known) return known;
    const budget = this.budgets.of(name);
    const credential = { octokit: this.octokitFor(budget), budget };
    this.#credentials.set(name, credential);
    return credential;
  }
}

function failureOf(error: unknown, attempt: ForgeAttempt): Error {
  return error instanceof BudgetRefusal
    ? error
    : fromOctokitError(error, attempt);
}

function isMissing(problem: GraphqlProblem): boolean {
  return problem.type === 'NOT_FOUND' && problem.path !== undefined;
}

function isOurs(error: unknown): boolean {
  return error instanceof Error && error.cause instanceof ForgeAnswer;
}

function parse<T>(
  data: unknown,
  schema: z.ZodType<T>,
  attempt: ForgeAttempt,
): T {
  const parsed = schema.safeParse(data);
  if (parsed.success) return parsed.data;
  throw withCause(
    new ServiceUnavailableError(
      `${attempt.host} answered in a form that is not GitHub's, trying to ${attempt.action} in ${attempt.repository}: ${z.prettifyError(parsed.error)}`,
    ),
    new ForgeAnswer('unexpected form of answer', 200),
  );
}

/** Where a part failed that the answer can't be read without, that failure is the one to report. */
function parseUnlessBroken<T>(options: {
  data: unknown;
  schema: z.ZodType<T>;
  attempt: ForgeAttempt;
  problem: Error | undefined;
}): T {
  try {
    return parse(options.data, options.schema, options.attempt);
  } catch (error) {
    throw options.problem ?? error;
  }
}

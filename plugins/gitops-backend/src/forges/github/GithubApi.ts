import { LoggerService } from '@backstage/backend-plugin-api';
import { ServiceUnavailableError } from '@backstage/errors';
import {
  GithubCredentialsProvider,
  GithubIntegrationConfig,
} from '@backstage/integration';
import { graphql } from '@octokit/graphql';
import { Octokit } from '@octokit/rest';
import { z } from 'zod';
import { withCause } from '../../withCause';
import {
  fromAnswer,
  fromOctokitError,
  GithubAnswer,
  GithubAttempt,
} from './githubErrors';
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
  request: { signal: AbortSignal };
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
 * errors that say who refused what. While GitHub limits an owner's requests, none is sent.
 */
export class GithubApi {
  static create(options: {
    integration: GithubIntegrationConfig;
    credentials: GithubCredentialsProvider;
    logger: LoggerService;
    timeoutMs?: number;
  }): GithubApi {
    const { host, apiBaseUrl } = options.integration;
    const baseUrl = apiBaseUrl ?? `https://${host}/api/v3`;
    const log = (message: string) => options.logger.debug(message);
    return new GithubApi(
      host,
      new Octokit({
        baseUrl,
        log: { debug: log, info: log, warn: log, error: log },
      }),
      graphql.defaults({ baseUrl }),
      options.credentials,
      options.timeoutMs ?? DEFAULT_TIMEOUT_MS,
    );
  }

  readonly #pauses = new Map<string, GithubAnswer>();

  private constructor(
    readonly host: string,
    private readonly octokit: Octokit,
    private readonly sendGraphql: typeof graphql,
    private readonly credentials: GithubCredentialsProvider,
    private readonly timeoutMs: number,
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
    return this.#attempt(repository, action, async (basics, attempt) => {
      const { data } = await send(this.octokit, basics).catch(error => {
        throw fromOctokitError(error, attempt);
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
    return this.#attempt(repository, action, async (basics, attempt) => {
      const { headers, request } = basics;
      try {
        const data: unknown = await this.sendGraphql(query, {
          ...variables,
          headers,
          request,
        });
        return { data: parse(data, schema, attempt), problems: [] };
      } catch (error) {
        const failure = graphqlFailureSchema.safeParse(
          error instanceof Error ? { ...error, name: error.name } : error,
        );
        if (!failure.success) {
          throw isOurs(error) ? error : fromOctokitError(error, attempt);
        }
        const problems = failure.data.errors
          .filter(problem => !isMissing(problem))
          .map(problem =>
            fromAnswer(answerOfProblem(problem, failure.data.headers), attempt),
          );
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
    repository: GithubRepository,
    action: string,
    run: (basics: RequestBasics, attempt: GithubAttempt) => Promise<T>,
  ): Promise<T> {
    const attempt: GithubAttempt = {
      host: this.host,
      repository: `${repository.owner}/${repository.name}`,
      action,
    };
    const pause = this.#pauses.get(repository.owner);
    if (pause?.retryAt && pause.retryAt > new Date()) {
      throw fromAnswer(pause, attempt);
    }
    try {
      const { headers } = await this.credentials
        .getCredentials({ url: repository.repoUrl })
        .catch(error => {
          throw fromOctokitError(error, {
            ...attempt,
            action: `get credentials to ${action}`,
          });
        });
      return await run(
        {
          owner: repository.owner,
          repo: repository.name,
          headers: { ...headers },
          request: { signal: AbortSignal.timeout(this.timeoutMs) },
        },
        attempt,
      );
    } catch (error) {
      const answer = error instanceof Error ? error.cause : undefined;
      if (answer instanceof GithubAnswer && answer.retryAt) {
        this.#pauses.set(repository.owner, answer);
      }
      throw error;
    }
  }
}

function isMissing(problem: GraphqlProblem): boolean {
  return problem.type === 'NOT_FOUND' && problem.path !== undefined;
}

function isOurs(error: unknown): boolean {
  return error instanceof Error && error.cause instanceof GithubAnswer;
}

function parse<T>(
  data: unknown,
  schema: z.ZodType<T>,
  attempt: GithubAttempt,
): T {
  const parsed = schema.safeParse(data);
  if (parsed.success) return parsed.data;
  throw withCause(
    new ServiceUnavailableError(
      `${attempt.host} answered in a form that is not GitHub's, trying to ${attempt.action} in ${attempt.repository}: ${z.prettifyError(parsed.error)}`,
    ),
    new GithubAnswer('unexpected form of answer', 200),
  );
}

/** Where a part failed that the answer can't be read without, that failure is the one to report. */
function parseUnlessBroken<T>(options: {
  data: unknown;
  schema: z.ZodType<T>;
  attempt: GithubAttempt;
  problem: Error | undefined;
}): T {
  try {
    return parse(options.data, options.schema, options.attempt);
  } catch (error) {
    throw options.problem ?? error;
  }
}

import { LoggerService } from '@backstage/backend-plugin-api';
import { ServiceUnavailableError } from '@backstage/errors';
import {
  getGiteaRequestOptions,
  GiteaIntegrationConfig,
} from '@backstage/integration';
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
import { ForgeUser } from '../UserForges';
import { giteaBudget } from './giteaBudget';
import { giteaAnswer } from './giteaAnswer';
import { GiteaFeatures, giteaFeatures } from './giteaFeatures';
import { GiteaRepository } from './GiteaRepository';

const DEFAULT_TIMEOUT_MS = 30_000;
/** A server may be upgraded while the portal runs. */
const FEATURES_FOR_MS = 60 * 60_000;

/** A request to Gitea's REST API, and how to read its answer. */
export interface GiteaRequest<T> {
  /** For messages, and the start of `path`. */
  repository: GiteaRepository;
  /** For messages, to be read after "to". */
  action: string;
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below the repository, or below the API where `of` is `server`. Each part is escaped. */
  path: readonly string[];
  of?: 'repository' | 'server';
  query?: Record<string, string | number | boolean>;
  body?: unknown;
  schema: z.ZodType<T>;
}

/**
 * Requests to one Gitea or Forgejo server: with credentials, a timeout, parsed answers, and errors that say who
 * refused what. While the server limits a credential's requests, none is sent.
 */
export class GiteaApi {
  static create(options: {
    integration: GiteaIntegrationConfig;
    logger: LoggerService;
    timeoutMs?: number;
    /** Those of all hosts; its own when left out. */
    budgets?: CredentialBudgets;
    /** Who acts; the portal when left out. */
    by?: ForgeUser;
  }): GiteaApi {
    const { integration, by } = options;
    const { host } = integration;
    const baseUrl = integration.baseUrl ?? `https://${host}`;
    const budgets = options.budgets ?? CredentialBudgets.create(giteaBudget);
    return new GiteaApi(
      host,
      `${baseUrl.replace(/\/+$/, '')}/api/v1`,
      by
        ? { Authorization: `Bearer ${by.token.reveal()}` }
        : { ...getGiteaRequestOptions(integration).headers },
      options.timeoutMs ?? DEFAULT_TIMEOUT_MS,
      budgets.of(by ? `${host} (${by.user})` : host),
      options.logger,
      by?.user,
    );
  }

  #features: { until: number; read: Promise<GiteaFeatures> } | undefined;

  private constructor(
    readonly host: string,
    private readonly apiUrl: string,
    private readonly headers: Record<string, string>,
    private readonly timeoutMs: number,
    private readonly budget: CredentialBudget,
    private readonly logger: LoggerService,
    readonly holder?: string,
  ) {}

  async request<T>(options: GiteaRequest<T>): Promise<T> {
    const { repository, action, method = 'GET', schema } = options;
    const attempt: ForgeAttempt = {
      host: this.host,
      repository: `${repository.owner}/${repository.name}`,
      action,
      holder: this.holder,
    };
    const kind = { resource: 'core', write: method !== 'GET' };
    let data: unknown;
    try {
      data = await this.budget.run(kind, async () => this.#send(options));
    } catch (error) {
      if (error instanceof BudgetRefusal) throw fromRefusal(error, attempt);
      if (!(error instanceof ForgeAnswer)) throw error;
      if (error.retryAt) this.budget.pause(error.retryAt);
      throw fromAnswer(error, attempt);
    }
    const parsed = schema.safeParse(data);
    if (parsed.success) return parsed.data;
    throw withCause(
      new ServiceUnavailableError(
        `${this.host} answered in a form that is not Gitea's, trying to ${action} in ${attempt.repository}: ${z.prettifyError(parsed.error)}`,
      ),
      new ForgeAnswer('unexpected form of answer', 200),
    );
  }

  /** What the server can do: one request an hour. */
  async features(repository: GiteaRepository): Promise<GiteaFeatures> {
    if (this.#features && this.#features.until > Date.now()) {
      return this.#features.read;
    }
    const read = this.request({
      repository,
      action: 'ask for the version of the server',
      path: ['version'],
      of: 'server',
      schema: z.object({ version: z.string() }),
    }).then(({ version }) => giteaFeatures(version));
    this.#features = { until: Date.now() + FEATURES_FOR_MS, read };
    read.catch(() => {
      this.#features = undefined;
    });
    return read;
  }

  async #send(options: GiteaRequest<unknown>): Promise<unknown> {
    const { repository, method = 'GET', of = 'repository', body } = options;
    const path = [
      ...(of === 'repository'
        ? ['repos', repository.owner, repository.name]
        : []),
      ...options.path,
    ];
    const query = new URLSearchParams(
      Object.entries(options.query ?? {}).map(([name, value]) => [
        name,
        String(value),
      ]),
    );
    const url = `${this.apiUrl}/${path.map(encodeURIComponent).join('/')}`;
    this.logger.debug(`${method} ${url}`);
    let response: Response;
    let text: string;
    try {
      response = await fetch(query.size > 0 ? `${url}?${query}` : url, {
        method,
        headers: {
          Accept: 'application/json',
          ...(body !== undefined && { 'Content-Type': 'application/json' }),
          ...this.headers,
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(this.timeoutMs),
      });
      text = await response.text();
    } catch (error) {
      throw new ForgeAnswer(reasonOf(error), undefined);
    }
    if (!response.ok) throw giteaAnswer({ response, text, now: new Date() });
    if (text === '') return undefined;
    try {
      return JSON.parse(text);
    } catch {
      throw new ForgeAnswer('the answer is not JSON', 502);
    }
  }
}

/** The Fetch API says "fetch failed" of everything, and puts the reason beneath. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'no answer';
  return error.cause instanceof Error && error.cause.message
    ? error.cause.message
    : error.message;
}

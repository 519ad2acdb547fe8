import { LoggerService } from '@backstage/backend-plugin-api';
import { Octokit } from '@octokit/rest';
import { z } from 'zod';
import { RequestKind } from '../budget/BudgetRules';
import { CredentialBudget } from '../budget/CredentialBudget';
import { quotaIn } from './rateLimit';

const failureSchema = z.object({
  response: z.object({ headers: z.record(z.string(), z.unknown()) }),
});

/**
 * A client of GitHub whose requests, REST and GraphQL, all wait for their turn in a budget, and tell it what GitHub
 * says of its limits. The time that a request may take begins when it is sent.
 */
export function budgetedOctokit(options: {
  baseUrl: string;
  budget: CredentialBudget;
  logger: LoggerService;
  timeoutMs: number;
}): Octokit {
  const { baseUrl, budget, logger, timeoutMs } = options;
  const log = (message: string) => logger.debug(message);
  const octokit = new Octokit({
    baseUrl,
    log: { debug: log, info: log, warn: log, error: log },
  });
  octokit.hook.wrap('request', async (send, request) => {
    const kind = kindOf({ ...request });
    const note = (headers: Record<string, unknown>) => {
      const quota = quotaIn(headers);
      if (quota) budget.sawQuota(quota.resource ?? kind.resource, quota);
    };
    return budget.run(kind, async () => {
      try {
        // What is handed on does not reach the hooks that were there before, so it is changed in place.
        Object.assign(request.request ?? {}, {
          signal: AbortSignal.timeout(timeoutMs),
        });
        const answer = await send(request);
        note(answer.headers);
        return answer;
      } catch (error) {
        const failure = failureSchema.safeParse(
          error instanceof Error ? { ...error } : error,
        );
        if (failure.success) note(failure.data.response.headers);
        throw error;
      }
    });
  });
  return octokit;
}

/** GraphQL sends everything by POST: what it does is in the query. */
function kindOf(request: {
  method: string;
  url: string;
  query?: unknown;
}): RequestKind {
  const { method, url, query } = request;
  if (url.endsWith('/graphql')) {
    const write = typeof query === 'string' && /^\s*mutation\b/.test(query);
    return { resource: 'graphql', write };
  }
  return { resource: 'core', write: method !== 'GET' && method !== 'HEAD' };
}

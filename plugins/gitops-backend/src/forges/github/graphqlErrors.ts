import { z } from 'zod';
import { ForgeAnswer } from '../forgeErrors';
import { rateLimitEnd } from './rateLimit';

const graphqlErrorSchema = z.object({
  message: z.string(),
  type: z.string().optional(),
  path: z.array(z.union([z.string(), z.number()])).optional(),
});

/** An answer that says what it could not do, next to what it could. GitHub sends it with status 200. */
export const graphqlFailureSchema = z.object({
  name: z.literal('GraphqlResponseError'),
  headers: z.record(z.string(), z.unknown()).catch({}),
  errors: z.array(graphqlErrorSchema),
  data: z.unknown().optional(),
});

/** One thing that a GraphQL request could not do. */
export type GraphqlProblem = z.infer<typeof graphqlErrorSchema>;

const statusOfType = new Map([
  ['NOT_FOUND', 404],
  ['FORBIDDEN', 403],
  ['INSUFFICIENT_SCOPES', 403],
  ['UNPROCESSABLE', 422],
  ['STALE_DATA', 409],
]);

/** A problem with the status that the same refusal has in the REST API. */
export function answerOfProblem(
  problem: GraphqlProblem,
  headers: Record<string, unknown>,
): ForgeAnswer {
  const limited = /^RATE_LIMIT/.test(problem.type ?? '');
  const status = limited ? 429 : (statusOfType.get(problem.type ?? '') ?? 502);
  const retryAt = rateLimitEnd({
    status,
    message: problem.message,
    headers,
    now: new Date(),
  });
  return new ForgeAnswer(problem.message, status, retryAt);
}

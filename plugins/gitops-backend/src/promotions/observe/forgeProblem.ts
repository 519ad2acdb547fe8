import { stringifyError } from '@backstage/errors';
import { z } from 'zod';
import { ForgeProblem } from '../Observation';

const errorSchema = z.object({
  name: z.string(),
  message: z.string(),
  cause: z.object({ retryAt: z.date().optional() }).optional().catch(undefined),
});

const refusals = new Set([
  'AuthenticationError',
  'NotAllowedError',
  'NotFoundError',
]);
const conflicts = new Set(['ConflictError', 'InputError']);

/** What an error of a forge means for a promotion. What nobody foresaw counts as a refusal: it is retried, but not for ever. */
export function forgeProblem(error: unknown): ForgeProblem {
  const parsed = errorSchema.safeParse(
    error instanceof Error
      ? { name: error.name, message: error.message, cause: error.cause }
      : undefined,
  );
  if (!parsed.success) {
    return { kind: 'refusal', message: stringifyError(error) };
  }
  const { name, cause } = parsed.data;
  // The forge's own words are in the message already; the chain of causes is for logs.
  const [said] = parsed.data.message.split('; caused by ');
  const message = said.replace(/[.\s]+$/, '');
  if (name === 'ServiceUnavailableError') {
    const retryAt = cause?.retryAt?.toISOString();
    return { kind: 'outage', message, ...(retryAt && { retryAt }) };
  }
  if (conflicts.has(name)) return { kind: 'conflict', message };
  return {
    kind: 'refusal',
    message: refusals.has(name) ? message : `${name}: ${message}`,
  };
}

import { z } from 'zod';
import { ForgeAnswer, ForgeAttempt, fromAnswer } from '../forgeErrors';
import { rateLimitEnd } from './rateLimit';

const octokitErrorSchema = z.object({
  message: z.string(),
  status: z.number().optional(),
  response: z
    .object({
      headers: z.record(z.string(), z.unknown()).catch({}),
      data: z.unknown().optional(),
    })
    .optional(),
});

/** The error that Octokit threw, as an error that names the side, the repository and the action. */
export function fromOctokitError(error: unknown, attempt: ForgeAttempt): Error {
  const parsed = octokitErrorSchema.safeParse(
    error instanceof Error ? { ...error, message: error.message } : error,
  );
  if (!parsed.success || !parsed.data.response) {
    // Octokit reports a broken connection as status 500 without a response.
    const message = error instanceof Error ? error.message : 'no answer';
    return fromAnswer(new ForgeAnswer(message, undefined), attempt);
  }
  const { status = 500, message, response } = parsed.data;
  const retryAt = rateLimitEnd({
    status,
    message,
    headers: response.headers,
    now: new Date(),
  });
  return fromAnswer(new ForgeAnswer(message, status, retryAt), attempt);
}

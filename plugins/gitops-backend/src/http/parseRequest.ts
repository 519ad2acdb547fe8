import { InputError } from '@backstage/errors';
import { z } from 'zod';

/** What a request says. Throws InputError that names each field which is not as it should be. */
export function parseRequest<T>(schema: z.ZodType<T>, input: unknown): T {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues
    .map(({ path, message }) => `${path.join('.') || 'body'}: ${message}`)
    .join('; ');
  throw new InputError(`The request is malformed: ${problems}`);
}

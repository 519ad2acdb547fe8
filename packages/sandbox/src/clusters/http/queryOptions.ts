import { z } from 'zod';
import { badRequest } from '../StatusError';

const flag = z
  .enum(['true', 'false', '1', '0', ''])
  .transform(text => text === 'true' || text === '1')
  .optional();
const count = z
  .string()
  .regex(/^\d*$/, 'not a number')
  .transform(text => (text ? Number(text) : undefined))
  .optional();
const text = z
  .string()
  .transform(each => each || undefined)
  .optional();

const listQuery = z.object({
  labelSelector: text,
  fieldSelector: text,
  limit: count,
  continue: text,
  resourceVersion: text.pipe(
    z
      .string()
      .regex(/^\d+$/, 'invalid resource version')
      .transform(Number)
      .optional(),
  ),
  resourceVersionMatch: z.enum(['Exact', 'NotOlderThan']).optional(),
  watch: flag,
  allowWatchBookmarks: flag,
  sendInitialEvents: flag,
  timeoutSeconds: count,
});

const writeQuery = z.object({
  dryRun: z.union([z.literal('All'), z.literal('')]).optional(),
  fieldValidation: z.enum(['Ignore', 'Warn', 'Strict', '']).optional(),
  propagationPolicy: z
    .enum(['Background', 'Foreground', 'Orphan', ''])
    .optional(),
});

/** How a list or watch is asked for. */
export type ListQuery = z.infer<typeof listQuery>;

/** How a write is asked for. */
export type WriteQuery = z.infer<typeof writeQuery>;

function parse<T>(schema: z.ZodType<T>, query: unknown): T {
  const parsed = schema.safeParse(query);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw badRequest(
    `invalid query parameter ${issue.path.join('.')}: ${issue.message}`,
  );
}

export function parseListQuery(query: unknown): ListQuery {
  return parse(listQuery, query);
}

export function parseWriteQuery(query: unknown): WriteQuery {
  return parse(writeQuery, query);
}

import { z } from 'zod';
import { FaultRule } from '../contracts';

const faultSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('latency'), ms: z.number().int().min(0) }),
  z.object({
    type: z.literal('status'),
    status: z.number().int().min(100).max(599),
    headers: z.record(z.string(), z.string()).optional(),
    body: z.unknown().optional(),
  }),
  z.object({
    type: z.literal('rate-limit'),
    limit: z.enum(['primary', 'secondary']),
    seconds: z.number().int().min(1),
  }),
  z.object({ type: z.literal('cut'), when: z.enum(['before', 'after']) }),
  z.object({ type: z.literal('hang') }),
  z.object({ type: z.literal('down') }),
  z.object({ type: z.literal('lose-watch-event') }),
  z.object({ type: z.literal('end-watches') }),
  z.object({ type: z.literal('expire-watches') }),
  z.object({ type: z.literal('drop') }),
  z.object({ type: z.literal('repeat'), times: z.number().int().min(1) }),
]);

/** A rule as the control API takes it; its surface is one of those that are there. */
export function faultRuleSchema(
  clusters: readonly string[],
): z.ZodType<FaultRule> {
  const surfaces = [
    'forge' as const,
    'webhooks' as const,
    ...clusters.map(name => `cluster:${name}` as const),
  ];
  return z.strictObject({
    surface: z.enum(surfaces),
    method: z.string().optional(),
    path: z.string().refine(isRegExp, 'is no regular expression').optional(),
    times: z.number().int().min(1).optional(),
    fault: faultSchema,
  });
}

function isRegExp(text: string): boolean {
  try {
    return Boolean(new RegExp(text));
  } catch {
    return false;
  }
}

import { JsonObject } from '@backstage/types';
import { z } from 'zod';

const partSchema = z.union([
  z.string().min(1),
  z.literal(true),
  z.array(z.string()),
  z.record(z.string(), z.string()),
  z.record(z.string(), z.record(z.string(), z.string())),
]);

/** Only texts, lists of texts, flags and records of those: a value of JSON. */
export function compact(values: Record<string, unknown>): JsonObject {
  return Object.fromEntries(
    Object.entries(values).flatMap(([key, value]) => {
      const parsed = partSchema.safeParse(value);
      return parsed.success ? [[key, parsed.data]] : [];
    }),
  );
}

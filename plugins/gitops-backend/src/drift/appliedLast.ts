import { z } from 'zod';
import { isRecord } from '../manifests/isRecord';

const annotation = 'kubectl.kubernetes.io/last-applied-configuration';

const objectSchema = z.looseObject({
  apiVersion: z.string(),
  metadata: z.looseObject({
    annotations: z.record(z.string(), z.unknown()).nullish(),
  }),
});

/** What was applied last, where whoever applied it wrote that down in the version that was read; else undefined. */
export function appliedLast(
  live: unknown,
): Record<string, unknown> | undefined {
  const { apiVersion, metadata } = objectSchema.safeParse(live).data ?? {};
  const text = metadata?.annotations?.[annotation];
  if (typeof text !== 'string') return undefined;
  const applied = parsed(text);
  return isRecord(applied) && applied.apiVersion === apiVersion
    ? applied
    : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

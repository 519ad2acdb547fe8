import { createHash } from 'node:crypto';
import { z } from 'zod';

const recordSchema = z.record(z.string(), z.unknown());

/**
 * The same for a pod template and for the copy of it that Flagger makes: it gives copies of ConfigMaps and Secrets, and
 * what pods are selected by, names that end in `-primary`, and adds an annotation and labels of its own. Undefined
 * where there is no template.
 */
export function templateDigest(options: {
  annotations: Record<string, string> | null | undefined;
  podSpec: unknown;
}): string | undefined {
  const { podSpec } = options;
  if (!recordSchema.safeParse(podSpec).success) return undefined;
  const { 'flagger-id': _, ...annotations } = options.annotations ?? {};
  return createHash('sha256')
    .update(JSON.stringify(comparable({ annotations, podSpec })))
    .digest('hex')
    .slice(0, 16);
}

function comparable(value: unknown): unknown {
  if (typeof value === 'string') return value.replace(/-primary$/, '');
  if (Array.isArray(value)) return value.map(comparable);
  const record = recordSchema.safeParse(value).data;
  if (!record) return value;
  return Object.keys(record)
    .sort()
    .map(key => [key, comparable(record[key])]);
}

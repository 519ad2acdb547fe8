import { InputError } from '@backstage/errors';
import { Canary, CanaryAnalysis, canarySchema } from './schema';

/** Throws InputError naming the field when the object is no Canary of Flagger. */
export function parseCanary(object: unknown): Canary {
  const parsed = canarySchema.safeParse(object);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new InputError(
    `Not a Canary of Flagger: ${issue.path.join('.')}: ${issue.message}`,
    parsed.error,
  );
}

/** How the new version is to be checked, also under its old name; undefined when it is promoted without a check. */
export function analysisOf({ spec }: Canary): CanaryAnalysis | undefined {
  return spec.skipAnalysis
    ? undefined
    : (spec.analysis ?? spec.canaryAnalysis ?? undefined);
}

/** Flagger's own word; empty until it has looked. */
export function phaseOf({ status }: Canary): string {
  return status?.phase ?? '';
}

/** What Flagger copies the target to: this is what serves. */
export function primaryOf({ spec }: Canary): string {
  return `${spec.targetRef.name}-primary`;
}

/** Of the workload that Git declares. */
export function kindOf({ spec }: Canary): string {
  return spec.targetRef.kind || 'Deployment';
}

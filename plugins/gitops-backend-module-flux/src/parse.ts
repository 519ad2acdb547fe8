import { InputError } from '@backstage/errors';
import { z } from 'zod';
import {
  FluxObject,
  HelmRelease,
  helmReleaseSchema,
  Kustomization,
  kustomizationSchema,
} from './schema';

const kindSchema = z.looseObject({ kind: z.string() });

/** Throws InputError naming the field when the object is neither a Kustomization nor a HelmRelease of Flux. */
export function parseFluxObject(object: unknown): FluxObject {
  const kind = kindSchema.safeParse(object).data?.kind;
  return kind === 'HelmRelease'
    ? parseWith(helmReleaseSchema, { object, kind })
    : parseWith(kustomizationSchema, { object, kind: 'Kustomization' });
}

export function isHelmRelease(object: FluxObject): object is HelmRelease {
  return object.kind === 'HelmRelease';
}

function parseWith<T extends Kustomization | HelmRelease>(
  schema: z.ZodType<T>,
  options: { object: unknown; kind: string },
): T {
  const parsed = schema.safeParse(options.object);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new InputError(
    `Not a ${options.kind} of Flux: ${issue.path.join('.')}: ${issue.message}`,
    parsed.error,
  );
}

import { InputError } from '@backstage/errors';
import { Stage, stageSchema } from './schema';

/** Throws InputError naming the field when the object is no Stage of Kargo. */
export function parseStage(object: unknown): Stage {
  const parsed = stageSchema.safeParse(object);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new InputError(
    `Not a Stage of Kargo: ${issue.path.join('.')}: ${issue.message}`,
    parsed.error,
  );
}

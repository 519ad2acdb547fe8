import { InputError } from '@backstage/errors';
import { Rollout, RolloutCondition, rolloutSchema } from './schema';

/** Throws InputError naming the field when the object is no Rollout of Argo Rollouts. */
export function parseRollout(object: unknown): Rollout {
  const parsed = rolloutSchema.safeParse(object);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new InputError(
    `Not a Rollout of Argo Rollouts: ${issue.path.join('.')}: ${issue.message}`,
    parsed.error,
  );
}

/** The condition of a type. Reasons stay when a condition no longer holds, so look at its status first. */
export function conditionOf(
  { status }: Rollout,
  type: string,
): RolloutCondition | undefined {
  return status?.conditions?.find(each => each.type === type);
}

/** Why the controller takes the spec for wrong, and so does nothing. */
export function invalidReason(rollout: Rollout): string | undefined {
  const condition = conditionOf(rollout, 'InvalidSpec');
  if (!condition || condition.status === 'False') return undefined;
  return condition.message || 'The spec is not valid.';
}

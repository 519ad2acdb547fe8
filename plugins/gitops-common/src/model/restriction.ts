import { z } from 'zod';
import { versionSchema } from './version';

/**
 * What a restriction covers. Absent fields mean all: `{}` is the whole organisation. `system` is an entity ref.
 */
export const restrictionScopeSchema = z.object({
  system: z.string().optional(),
  entityRef: z.string().optional(),
  environment: z.string().optional(),
});

/**
 * - `freeze`: no promotion opens or merges (stop the line). Any scope.
 * - `hold`: no automatic promotion. A service in an environment.
 * - `pin`: as `hold`, and the environment shall stay at `version`.
 * - `veto`: `version` is bad, and not promoted to this environment again.
 */
export const restrictionKindSchema = z.enum(['freeze', 'hold', 'pin', 'veto']);

/** Something that a person, or a rollback, has forbidden for a while. Never deleted: it ends or is lifted. */
export const restrictionSchema = z.object({
  id: z.string(),
  kind: restrictionKindSchema,
  scope: restrictionScopeSchema,
  /** Of a pin or a veto. */
  version: versionSchema.optional(),
  reason: z.string(),
  /** Entity ref of a user; `fairlead` where a rollback has set it. */
  createdBy: z.string(),
  createdAt: z.string(),
  /** It ends by itself then. */
  endsAt: z.string().optional(),
  liftedBy: z.string().optional(),
  liftedAt: z.string().optional(),
  liftReason: z.string().optional(),
  /** The promotion that failed, or that rolled back. */
  promotionId: z.string().optional(),
});

/** See {@link restrictionScopeSchema}. @public */
export type RestrictionScope = z.infer<typeof restrictionScopeSchema>;
/** See {@link restrictionKindSchema}. @public */
export type RestrictionKind = z.infer<typeof restrictionKindSchema>;
/** See {@link restrictionSchema}. @public */
export type Restriction = z.infer<typeof restrictionSchema>;

/** Whether a restriction is in force at a time. @public */
export function isInForce(
  restriction: Pick<Restriction, 'createdAt' | 'endsAt' | 'liftedAt'>,
  now: Date,
): boolean {
  const { createdAt, endsAt, liftedAt } = restriction;
  const at = now.toISOString();
  return createdAt <= at && !liftedAt && (!endsAt || at < endsAt);
}

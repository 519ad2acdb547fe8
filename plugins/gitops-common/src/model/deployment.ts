import { z } from 'zod';
import { versionSchema } from './version';

/**
 * A version that became live in an environment of a service, in the sense of DORA. `running` until another version
 * replaces it.
 */
export const deploymentSchema = z.object({
  id: z.string(),
  entityRef: z.string(),
  environment: z.string(),
  version: versionSchema,
  /** Same key, same version: see `versionKey`. */
  versionKey: z.string(),
  /** GitOps commits that the targets were at when it became live, each once. */
  revisions: z.array(z.string()),
  startedAt: z.string(),
  /** When another version took its place. */
  endedAt: z.string().optional(),
  /** When it was proven: synced and healthy in all targets for the settle time. */
  verifiedAt: z.string().optional(),
  /** Why it was not, when it went wrong. */
  failure: z.string().optional(),
  /** The promotion that brought it, where one did. */
  promotionId: z.string().optional(),
});

/** See {@link deploymentSchema}. @public */
export type Deployment = z.infer<typeof deploymentSchema>;

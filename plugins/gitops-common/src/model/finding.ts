import { z } from 'zod';

/** Names one resource of a target, on the cluster that the target deploys to. */
export const resourceRefSchema = z.object({
  group: z.string(),
  kind: z.string(),
  /** Absent for resources of the cluster. */
  namespace: z.string().optional(),
  name: z.string(),
});

/** One explained problem of a target, in plain words, with what to do about it. */
export const findingSchema = z.object({
  /** Which rule found it: `image-pull`, `crash-loop`. Stable. */
  rule: z.string(),
  severity: z.enum(['error', 'warning', 'info']),
  /** Short: `The image can't be pulled`. */
  title: z.string(),
  /** What is wrong, with names, values and the words of whoever refused. Never the value of a Secret. */
  explanation: z.string(),
  /** What to do about it. */
  remedy: z.string(),
  since: z.string().optional(),
  resource: resourceRefSchema.optional(),
  /** Where it is explained, or can be looked at. */
  link: z.object({ title: z.string(), url: z.string() }).optional(),
});

/** See {@link resourceRefSchema}. @public */
export type ResourceRef = z.infer<typeof resourceRefSchema>;
/** See {@link findingSchema}. @public */
export type Finding = z.infer<typeof findingSchema>;

import { z } from 'zod';

/** A container image. `name` is without tag and digest: `registry.example/team/orders`. */
export const imageSchema = z.object({
  name: z.string(),
  tag: z.string().optional(),
  digest: z.string().optional(),
});

/** A chart of a Helm or OCI repository. */
export const chartSchema = z.object({
  name: z.string(),
  version: z.string(),
  repository: z.string().optional(),
});

/** What is or should be deployed. Every part may be unknown; nothing is derived from another part silently. */
export const versionSchema = z.object({
  images: z.array(imageSchema),
  chart: chartSchema.optional(),
});

/** See {@link imageSchema}. @public */
export type Image = z.infer<typeof imageSchema>;
/** See {@link chartSchema}. @public */
export type Chart = z.infer<typeof chartSchema>;
/** See {@link versionSchema}. @public */
export type Version = z.infer<typeof versionSchema>;

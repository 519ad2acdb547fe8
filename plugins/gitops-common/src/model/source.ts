import { z } from 'zod';

/** How manifests are made from a source. `unknown` until the engine has looked. */
export const sourceTypeSchema = z.enum([
  'kustomize',
  'helm',
  'directory',
  'plugin',
  'unknown',
]);

/** A value the engine's own object sets over what is in the source, as the engine writes it. */
export const sourceOverrideSchema = z.object({
  /** Where in the engine's object: `spec.source.helm.parameters[1].value`. */
  pointer: z.string(),
  kind: z.enum(['helm-parameter', 'helm-values', 'kustomize-image']),
  /** Name of the Helm parameter, or the image name on the left of a kustomize image override. */
  name: z.string().optional(),
  value: z.string(),
});

/** The place in Git (or a chart or OCI repository) that defines a target. */
export const sourceSchema = z.object({
  repoUrl: z.string(),
  /** Branch, tag, SHA, chart version or range, as declared. */
  targetRevision: z.string().optional(),
  /** Inside the repository, without leading slash; `.` for its root. */
  path: z.string().optional(),
  chart: z.string().optional(),
  /** Name by which other sources of the target refer to this one's files (`$name/…`). */
  ref: z.string().optional(),
  type: sourceTypeSchema,
  /** Helm value files in the order in which they apply, as declared (`$ref/path` or relative to `path`). */
  valueFiles: z.array(z.string()).optional(),
  overrides: z.array(sourceOverrideSchema).optional(),
});

/** A place in Git of one file: what a link or an edit points to. @public */
export type SourceType = z.infer<typeof sourceTypeSchema>;
/** See {@link sourceOverrideSchema}. @public */
export type SourceOverride = z.infer<typeof sourceOverrideSchema>;
/** See {@link sourceSchema}. @public */
export type Source = z.infer<typeof sourceSchema>;

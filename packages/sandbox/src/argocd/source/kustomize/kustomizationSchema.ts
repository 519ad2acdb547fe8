import { z } from 'zod';

const texts = z.array(z.string()).default([]);
const textMap = z.record(z.string(), z.string()).default({});

const selectorSchema = z.looseObject({
  group: z.string().optional(),
  version: z.string().optional(),
  kind: z.string().optional(),
  name: z.string().optional(),
  namespace: z.string().optional(),
  labelSelector: z.string().optional(),
  annotationSelector: z.string().optional(),
});

export const patchSchema = z.looseObject({
  path: z.string().optional(),
  patch: z.string().optional(),
  target: selectorSchema.optional(),
});

export const imageSchema = z.looseObject({
  name: z.string(),
  newName: z.string().optional(),
  newTag: z.coerce.string().optional(),
  digest: z.string().optional(),
});

const generatorSchema = z.looseObject({
  name: z.string(),
  namespace: z.string().optional(),
  behavior: z.enum(['create', 'merge', 'replace']).optional(),
  literals: texts,
  files: texts,
  envs: texts,
  type: z.string().optional(),
  options: z
    .looseObject({
      disableNameSuffixHash: z.boolean().optional(),
      labels: textMap,
      annotations: textMap,
    })
    .optional(),
});

/** The fields of a kustomization file that are understood. A file with others of kustomize's own is refused. */
export const kustomizationSchema = z.strictObject({
  apiVersion: z.string().optional(),
  kind: z.enum(['Kustomization', 'Component']).optional(),
  metadata: z.looseObject({}).optional(),
  resources: texts,
  bases: texts,
  components: texts,
  namespace: z.string().optional(),
  namePrefix: z.string().optional(),
  nameSuffix: z.string().optional(),
  commonLabels: textMap,
  commonAnnotations: textMap,
  labels: z
    .array(
      z.looseObject({
        pairs: textMap,
        includeSelectors: z.boolean().default(false),
        includeTemplates: z.boolean().default(false),
      }),
    )
    .default([]),
  images: z.array(imageSchema).default([]),
  replicas: z
    .array(z.looseObject({ name: z.string(), count: z.coerce.number() }))
    .default([]),
  patches: z.array(patchSchema).default([]),
  patchesStrategicMerge: texts,
  patchesJson6902: z.array(patchSchema).default([]),
  configMapGenerator: z.array(generatorSchema).default([]),
  secretGenerator: z.array(generatorSchema).default([]),
  generatorOptions: z
    .looseObject({
      disableNameSuffixHash: z.boolean().optional(),
      labels: textMap,
      annotations: textMap,
    })
    .optional(),
  sortOptions: z.looseObject({}).optional(),
  buildMetadata: texts,
});

export type Kustomization = z.infer<typeof kustomizationSchema>;
export type KustomizeImage = z.infer<typeof imageSchema>;
export type KustomizePatch = z.infer<typeof patchSchema>;
export type KustomizeGenerator = z.infer<typeof generatorSchema>;

import { z } from 'zod';

// The fields of the custom resources that the stand-in reads. What it writes is checked by the CRDs' own schemas.

const text = z.string().optional();
const texts = z.array(z.string()).optional();

const kustomizeImageSchema = z.string();

const kustomizeOptionsSchema = z.looseObject({
  namePrefix: text,
  nameSuffix: text,
  namespace: text,
  commonLabels: z.record(z.string(), z.string()).optional(),
  commonAnnotations: z.record(z.string(), z.string()).optional(),
  labelWithoutSelector: z.boolean().optional(),
  images: z.array(kustomizeImageSchema).optional(),
  replicas: z
    .array(
      z.looseObject({
        name: z.string(),
        count: z.union([z.number(), z.string()]),
      }),
    )
    .optional(),
  components: texts,
  patches: z
    .array(
      z.looseObject({
        patch: text,
        path: text,
        target: z.looseObject({}).optional(),
      }),
    )
    .optional(),
});

const helmOptionsSchema = z.looseObject({
  releaseName: text,
  namespace: text,
  valueFiles: texts,
  ignoreMissingValueFiles: z.boolean().optional(),
  values: text,
  valuesObject: z.record(z.string(), z.unknown()).optional(),
  parameters: z
    .array(
      z.looseObject({
        name: z.string().default(''),
        value: z.string().default(''),
        forceString: z.boolean().optional(),
      }),
    )
    .optional(),
  skipCrds: z.boolean().optional(),
});

export const sourceSchema = z.looseObject({
  repoURL: z.string().default(''),
  path: text,
  targetRevision: text,
  chart: text,
  ref: text,
  helm: helmOptionsSchema.optional(),
  kustomize: kustomizeOptionsSchema.optional(),
  directory: z
    .looseObject({
      recurse: z.boolean().optional(),
      include: text,
      exclude: text,
    })
    .optional(),
  plugin: z.looseObject({}).optional(),
});

const destinationSchema = z.looseObject({
  server: text,
  name: text,
  namespace: text,
});

const backoffSchema = z.looseObject({
  duration: text,
  factor: z.number().optional(),
  maxDuration: text,
});

const retrySchema = z.looseObject({
  limit: z.number().optional(),
  backoff: backoffSchema.optional(),
});

const operationSchema = z.looseObject({
  initiatedBy: z
    .looseObject({ username: text, automated: z.boolean().optional() })
    .optional(),
  retry: retrySchema.optional(),
  sync: z
    .looseObject({
      revision: text,
      revisions: texts,
      source: sourceSchema.optional(),
      sources: z.array(sourceSchema).optional(),
      prune: z.boolean().optional(),
      dryRun: z.boolean().optional(),
      syncOptions: texts,
      resources: z
        .array(
          z.looseObject({
            group: text,
            kind: z.string(),
            name: z.string(),
            namespace: text,
          }),
        )
        .optional(),
    })
    .optional(),
});

const resourceStatusSchema = z.looseObject({
  group: text,
  version: text,
  kind: z.string(),
  namespace: text,
  name: z.string(),
  status: text,
  health: z.looseObject({ status: text, message: text }).optional(),
  requiresPruning: z.boolean().optional(),
});

const syncResultSchema = z.looseObject({
  revision: z.string().default(''),
  revisions: texts,
  source: sourceSchema.optional(),
  sources: z.array(sourceSchema).optional(),
  resources: z.array(z.looseObject({})).optional(),
});

const operationStateSchema = z.looseObject({
  phase: z.string(),
  message: text,
  startedAt: z.string(),
  finishedAt: text,
  retryCount: z.number().optional(),
  operation: operationSchema,
  syncResult: syncResultSchema.optional(),
});

const historySchema = z.looseObject({
  id: z.number(),
  deployedAt: z.string(),
  revision: text,
  revisions: texts,
});

const conditionSchema = z.looseObject({
  type: z.string(),
  message: z.string(),
  lastTransitionTime: text,
});

const statusSchema = z.looseObject({
  sync: z
    .looseObject({
      status: z.string(),
      revision: text,
      revisions: texts,
      comparedTo: z
        .looseObject({
          source: sourceSchema.optional(),
          sources: z.array(sourceSchema).optional(),
          destination: destinationSchema.optional(),
        })
        .optional(),
    })
    .optional(),
  health: z.looseObject({ status: text, lastTransitionTime: text }).optional(),
  resources: z.array(resourceStatusSchema).optional(),
  history: z.array(historySchema).optional(),
  conditions: z.array(conditionSchema).optional(),
  operationState: operationStateSchema.optional(),
  reconciledAt: text,
});

const metadataSchema = z.looseObject({
  name: z.string(),
  namespace: z.string().default(''),
  uid: text,
  resourceVersion: text,
  deletionTimestamp: text,
  labels: z.record(z.string(), z.string()).optional(),
  annotations: z.record(z.string(), z.string()).optional(),
  finalizers: texts,
});

const specSchema = z.looseObject({
  project: z.string().default(''),
  destination: destinationSchema.default({}),
  source: sourceSchema.optional(),
  sources: z.array(sourceSchema).optional(),
  sourceHydrator: z.looseObject({}).optional(),
  revisionHistoryLimit: z.number().optional(),
  ignoreDifferences: z
    .array(
      z.looseObject({
        group: text,
        kind: z.string(),
        name: text,
        namespace: text,
        jsonPointers: texts,
      }),
    )
    .optional(),
  syncPolicy: z
    .looseObject({
      automated: z
        .looseObject({
          enabled: z.boolean().optional(),
          prune: z.boolean().optional(),
          selfHeal: z.boolean().optional(),
          allowEmpty: z.boolean().optional(),
        })
        .optional(),
      syncOptions: texts,
      retry: retrySchema.optional(),
    })
    .optional(),
});

export const applicationSchema = z.looseObject({
  apiVersion: z.string(),
  kind: z.literal('Application'),
  metadata: metadataSchema,
  spec: specSchema,
  operation: operationSchema.optional(),
  status: statusSchema.optional(),
});

export type Application = z.infer<typeof applicationSchema>;
export type ApplicationSource = z.infer<typeof sourceSchema>;
export type Destination = z.infer<typeof destinationSchema>;
export type Operation = z.infer<typeof operationSchema>;
export type OperationState = z.infer<typeof operationStateSchema>;
export type ResourceStatus = z.infer<typeof resourceStatusSchema>;
export type Condition = z.infer<typeof conditionSchema>;
export type ApplicationStatus = z.infer<typeof statusSchema>;
export type KustomizeOptions = z.infer<typeof kustomizeOptionsSchema>;
export type HelmOptions = z.infer<typeof helmOptionsSchema>;
export type Retry = z.infer<typeof retrySchema>;

/** The sources that count: `sources`, or else the one `source`. */
export function sourcesOf(spec: {
  source?: ApplicationSource;
  sources?: ApplicationSource[];
}): ApplicationSource[] {
  if (spec.sources?.length) return spec.sources;
  return spec.source ? [spec.source] : [];
}

import { z } from 'zod';

// The fields of an `argoproj.io/v1alpha1` Application that are read, and nothing else of it. Go writes zero
// times as `null` and empty structs as `{}`, so everything is optional and may be null.

const text = z.string().nullish();
const texts = z.array(z.string()).nullish();

const helmSchema = z.looseObject({
  valueFiles: texts,
  values: text,
  valuesObject: z.record(z.string(), z.unknown()).nullish(),
  parameters: z.array(z.looseObject({ name: text, value: text })).nullish(),
});

export const applicationSourceSchema = z.looseObject({
  repoURL: text,
  path: text,
  targetRevision: text,
  chart: text,
  ref: text,
  name: text,
  helm: helmSchema.nullish(),
  kustomize: z.looseObject({ images: texts }).nullish(),
  directory: z.looseObject({}).nullish(),
  plugin: z.looseObject({}).nullish(),
});

const initiatorSchema = z
  .looseObject({ username: text, automated: z.boolean().nullish() })
  .nullish();

const operationRequestSchema = z.looseObject({
  initiatedBy: initiatorSchema,
  sync: z.looseObject({ revision: text, revisions: texts }).nullish(),
});

const operationStateSchema = z.looseObject({
  phase: text,
  message: text,
  startedAt: text,
  finishedAt: text,
  retryCount: z.number().nullish(),
  operation: operationRequestSchema.nullish(),
  syncResult: z
    .looseObject({
      revision: text,
      revisions: texts,
      resources: z
        .array(
          z.looseObject({
            kind: text,
            namespace: text,
            name: text,
            status: text,
            hookPhase: text,
            hookType: text,
            message: text,
          }),
        )
        .nullish(),
    })
    .nullish(),
});

const healthSchema = z
  .looseObject({ status: text, message: text, lastTransitionTime: text })
  .nullish();

const resourceSchema = z.looseObject({
  group: text,
  version: text,
  kind: text,
  namespace: text,
  name: text,
  status: text,
  health: healthSchema,
  hook: z.boolean().nullish(),
  requiresPruning: z.boolean().nullish(),
});

const historySchema = z.looseObject({
  id: z.number().nullish(),
  revision: text,
  revisions: texts,
  deployStartedAt: text,
  deployedAt: text,
  initiatedBy: initiatorSchema,
});

const hydrateOperationSchema = z
  .looseObject({
    phase: text,
    message: text,
    drySHA: text,
    hydratedSHA: text,
  })
  .nullish();

export const applicationSchema = z.looseObject({
  // Argo CD's own API leaves these two out.
  apiVersion: z
    .string()
    .regex(/^argoproj\.io\//)
    .default('argoproj.io/v1alpha1'),
  kind: z.literal('Application').default('Application'),
  metadata: z.looseObject({
    name: z.string(),
    namespace: text,
    uid: text,
    resourceVersion: text,
    deletionTimestamp: text,
    labels: z.record(z.string(), z.string()).nullish(),
    annotations: z.record(z.string(), z.string()).nullish(),
    ownerReferences: z
      .array(z.looseObject({ kind: z.string(), name: z.string() }))
      .nullish(),
  }),
  operation: operationRequestSchema.nullish(),
  spec: z.looseObject({
    project: text,
    destination: z
      .looseObject({ server: text, name: text, namespace: text })
      .nullish(),
    source: applicationSourceSchema.nullish(),
    sources: z.array(applicationSourceSchema).nullish(),
    sourceHydrator: z
      .looseObject({
        drySource: applicationSourceSchema.nullish(),
        syncSource: z
          .looseObject({ repoURL: text, targetBranch: text, path: text })
          .nullish(),
        hydrateTo: z.looseObject({ targetBranch: text }).nullish(),
      })
      .nullish(),
    syncPolicy: z
      .looseObject({
        automated: z
          .looseObject({
            enabled: z.boolean().nullish(),
            prune: z.boolean().nullish(),
            selfHeal: z.boolean().nullish(),
          })
          .nullish(),
        syncOptions: texts,
        retry: z.looseObject({}).nullish(),
      })
      .nullish(),
  }),
  status: z
    .looseObject({
      sync: z
        .looseObject({
          status: text,
          revision: text,
          revisions: texts,
          comparedTo: z
            .looseObject({
              source: applicationSourceSchema.nullish(),
              sources: z.array(applicationSourceSchema).nullish(),
            })
            .nullish(),
        })
        .nullish(),
      health: healthSchema,
      resources: z.array(resourceSchema).nullish(),
      history: z.array(historySchema).nullish(),
      conditions: z
        .array(
          z.looseObject({
            type: text,
            message: text,
            lastTransitionTime: text,
          }),
        )
        .nullish(),
      operationState: operationStateSchema.nullish(),
      summary: z.looseObject({ images: texts, externalURLs: texts }).nullish(),
      sourceType: text,
      sourceTypes: texts,
      reconciledAt: text,
      sourceHydrator: z
        .looseObject({
          currentOperation: hydrateOperationSchema,
          lastSuccessfulOperation: hydrateOperationSchema,
        })
        .nullish(),
    })
    .nullish(),
});

export type Application = z.infer<typeof applicationSchema>;
export type ApplicationSource = z.infer<typeof applicationSourceSchema>;
export type ApplicationStatus = NonNullable<Application['status']>;

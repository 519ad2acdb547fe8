import { z } from 'zod';
import { steadyMessage } from './steadyMessage';

// The fields of Flux's objects that are read, and nothing else of them. Controllers write them in their own time,
// and Go writes empty structs as `{}`, so nearly everything is optional and may be null.

const text = z.string().nullish();
const texts = z.array(z.string()).nullish();
const flag = z.boolean().nullish();
const count = z.number().nullish();

const metadataSchema = z.looseObject({
  name: z.string().min(1),
  namespace: z.string().min(1),
  uid: text,
  generation: count,
  labels: z.record(z.string(), z.string()).nullish(),
  annotations: z.record(z.string(), z.string()).nullish(),
  ownerReferences: z
    .array(z.looseObject({ kind: z.string(), name: z.string() }))
    .nullish(),
  deletionTimestamp: text,
});

const conditionSchema = z.looseObject({
  type: text,
  status: text,
  reason: text,
  message: text.transform(message => message && steadyMessage(message)),
  lastTransitionTime: text,
  observedGeneration: count,
});

export const conditionsSchema = z.array(conditionSchema).nullish();

const objectReferenceSchema = z.looseObject({
  kind: text,
  name: text,
  namespace: text,
});

const inventorySchema = z
  .looseObject({
    entries: z.array(z.looseObject({ id: text, v: text })).nullish(),
  })
  .nullish();

const kubeConfigSchema = z
  .looseObject({
    secretRef: z.looseObject({ name: text }).nullish(),
    configMapRef: z.looseObject({ name: text }).nullish(),
  })
  .nullish();

const kustomizeImagesSchema = z
  .array(
    z.looseObject({ name: text, newName: text, newTag: text, digest: text }),
  )
  .nullish();

export const kustomizationSchema = z.looseObject({
  apiVersion: z.string().startsWith('kustomize.toolkit.fluxcd.io/'),
  kind: z.literal('Kustomization'),
  metadata: metadataSchema,
  spec: z.looseObject({
    sourceRef: objectReferenceSchema.nullish(),
    path: text,
    prune: flag,
    suspend: flag,
    wait: flag,
    healthChecks: z.array(z.unknown()).nullish(),
    healthCheckExprs: z.array(z.unknown()).nullish(),
    targetNamespace: text,
    images: kustomizeImagesSchema,
    kubeConfig: kubeConfigSchema,
    dependsOn: z.array(objectReferenceSchema).nullish(),
  }),
  status: z
    .looseObject({
      conditions: conditionsSchema,
      observedGeneration: count,
      lastAppliedRevision: text,
      lastAttemptedRevision: text,
      lastHandledReconcileAt: text,
      inventory: inventorySchema,
      history: z
        .array(
          z.looseObject({
            digest: text,
            firstReconciled: text,
            lastReconciled: text,
            lastReconciledStatus: text,
            metadata: z.record(z.string(), z.string()).nullish(),
          }),
        )
        .nullish(),
    })
    .nullish(),
});

const releaseSchema = z.looseObject({
  version: count,
  status: text,
  chartName: text,
  chartVersion: text,
  configDigest: text,
  ociDigest: text,
  firstDeployed: text,
  lastDeployed: text,
});

export const helmReleaseSchema = z.looseObject({
  apiVersion: z.string().startsWith('helm.toolkit.fluxcd.io/'),
  kind: z.literal('HelmRelease'),
  metadata: metadataSchema,
  spec: z.looseObject({
    chart: z
      .looseObject({
        spec: z
          .looseObject({
            chart: text,
            version: text,
            sourceRef: objectReferenceSchema.nullish(),
            valuesFiles: texts,
          })
          .nullish(),
      })
      .nullish(),
    chartRef: objectReferenceSchema.nullish(),
    suspend: flag,
    targetNamespace: text,
    values: z.record(z.string(), z.unknown()).nullish(),
    valuesFrom: z.array(objectReferenceSchema).nullish(),
    driftDetection: z.looseObject({ mode: text }).nullish(),
    install: z.looseObject({ disableWait: flag }).nullish(),
    upgrade: z.looseObject({ disableWait: flag }).nullish(),
    postRenderers: z
      .array(
        z.looseObject({
          kustomize: z.looseObject({ images: kustomizeImagesSchema }).nullish(),
        }),
      )
      .nullish(),
    kubeConfig: kubeConfigSchema,
    dependsOn: z.array(objectReferenceSchema).nullish(),
  }),
  status: z
    .looseObject({
      conditions: conditionsSchema,
      observedGeneration: count,
      history: z.array(releaseSchema).nullish(),
      helmChart: text,
      failures: count,
      lastAttemptedRevision: text,
      lastAttemptedConfigDigest: text,
      lastHandledReconcileAt: text,
      inventory: inventorySchema,
    })
    .nullish(),
});

/** A GitRepository, OCIRepository, HelmRepository, HelmChart, Bucket or ExternalArtifact. */
export const sourceObjectSchema = z.looseObject({
  // An ExternalArtifact may do without.
  spec: z
    .looseObject({
      url: text,
      endpoint: text,
      bucketName: text,
      suspend: flag,
      chart: text,
      version: text,
      valuesFiles: texts,
      sourceRef: objectReferenceSchema.nullish(),
      ref: z
        .looseObject({
          branch: text,
          tag: text,
          semver: text,
          name: text,
          commit: text,
          digest: text,
        })
        .nullish(),
    })
    .nullish(),
  status: z
    .looseObject({
      conditions: conditionsSchema,
      observedSourceArtifactRevision: text,
      artifact: z
        .looseObject({
          revision: text,
          metadata: z.record(z.string(), z.string()).nullish(),
        })
        .nullish(),
    })
    .nullish(),
});

export type Kustomization = z.infer<typeof kustomizationSchema>;
export type HelmRelease = z.infer<typeof helmReleaseSchema>;
/** What both kinds have in common. */
export type FluxObject = Kustomization | HelmRelease;
export type FluxCondition = z.infer<typeof conditionSchema>;
export type FluxReference = z.infer<typeof objectReferenceSchema>;
export type KustomizeImages = z.infer<typeof kustomizeImagesSchema>;

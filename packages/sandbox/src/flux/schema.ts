import { z } from 'zod';
import {
  imageSchema,
  patchSchema,
} from '../argocd/source/kustomize/kustomizationSchema';

// The fields of Flux's objects that the stand-in reads. What it writes is checked by the definitions' own schemas.

const text = z.string().optional();
const flag = z.boolean().optional();

const metadataSchema = z.looseObject({
  name: z.string(),
  namespace: z.string(),
  generation: z.number().default(1),
  annotations: z.record(z.string(), z.string()).optional(),
  deletionTimestamp: text,
});

const referenceSchema = z.looseObject({
  kind: text,
  name: z.string(),
  namespace: text,
});

const artifactSchema = z.looseObject({ revision: z.string() });

export const gitRepositorySchema = z.looseObject({
  metadata: metadataSchema,
  spec: z.looseObject({
    interval: z.string(),
    url: z.string(),
    suspend: flag,
    ref: z
      .looseObject({
        branch: text,
        tag: text,
        semver: text,
        name: text,
        commit: text,
      })
      .optional(),
  }),
  status: z
    .looseObject({
      observedGeneration: z.number().optional(),
      artifact: artifactSchema.optional(),
    })
    .optional(),
});

const historyEntrySchema = z.looseObject({
  digest: z.string(),
  firstReconciled: z.string(),
  lastReconciledStatus: z.string(),
  totalReconciliations: z.number(),
});

export const kustomizationSchema = z.looseObject({
  metadata: metadataSchema,
  spec: z.looseObject({
    interval: z.string(),
    retryInterval: text,
    timeout: text,
    path: z.string().default('.'),
    prune: z.boolean(),
    suspend: flag,
    wait: flag,
    sourceRef: referenceSchema,
    dependsOn: z.array(referenceSchema.extend({ readyExpr: text })).default([]),
    healthChecks: z
      .array(referenceSchema.extend({ kind: z.string(), apiVersion: text }))
      .default([]),
    targetNamespace: text,
    namePrefix: text,
    nameSuffix: text,
    images: z.array(imageSchema).default([]),
    patches: z.array(patchSchema).default([]),
    components: z.array(z.string()).default([]),
    commonMetadata: z
      .looseObject({
        labels: z.record(z.string(), z.string()).optional(),
        annotations: z.record(z.string(), z.string()).optional(),
      })
      .optional(),
    postBuild: z
      .looseObject({ substitute: z.record(z.string(), z.string()).optional() })
      .optional(),
    kubeConfig: z.looseObject({}).optional(),
  }),
  status: z
    .looseObject({
      observedGeneration: z.number().optional(),
      lastAppliedRevision: text,
      history: z.array(historyEntrySchema).optional(),
      inventory: z
        .looseObject({
          entries: z.array(z.looseObject({ id: z.string(), v: z.string() })),
        })
        .optional(),
    })
    .optional(),
});

export const helmChartSchema = z.looseObject({
  metadata: metadataSchema,
  spec: z.looseObject({
    interval: z.string(),
    chart: z.string(),
    version: text,
    suspend: flag,
    reconcileStrategy: text,
    sourceRef: referenceSchema,
  }),
  status: z
    .looseObject({
      artifact: artifactSchema.optional(),
      observedSourceArtifactRevision: text,
    })
    .optional(),
});

const remediationSchema = z
  .looseObject({
    retries: z.number().optional(),
    remediateLastFailure: flag,
    strategy: text,
  })
  .optional();

const actionSchema = z
  .looseObject({ disableWait: flag, remediation: remediationSchema })
  .optional();

const releaseSchema = z.looseObject({
  name: z.string(),
  namespace: z.string(),
  version: z.number(),
  status: z.string(),
  chartName: z.string(),
  chartVersion: z.string(),
  configDigest: z.string(),
  firstDeployed: z.string(),
});

export const helmReleaseSchema = z.looseObject({
  metadata: metadataSchema,
  spec: z.looseObject({
    interval: z.string(),
    timeout: text,
    suspend: flag,
    releaseName: text,
    targetNamespace: text,
    chart: z
      .looseObject({
        spec: z.looseObject({
          chart: z.string(),
          version: text,
          interval: text,
          reconcileStrategy: text,
          valuesFiles: z.array(z.string()).optional(),
          sourceRef: referenceSchema,
        }),
      })
      .optional(),
    values: z.record(z.string(), z.unknown()).optional(),
    valuesFrom: z
      .array(
        referenceSchema.extend({
          kind: z.string(),
          valuesKey: z.string().default('values.yaml'),
          optional: flag,
        }),
      )
      .default([]),
    dependsOn: z.array(referenceSchema).default([]),
    driftDetection: z.looseObject({ mode: text }).optional(),
    install: actionSchema,
    upgrade: actionSchema,
  }),
  status: z
    .looseObject({
      observedGeneration: z.number().optional(),
      history: z.array(releaseSchema).optional(),
      failures: z.number().optional(),
      lastAttemptedGeneration: z.number().optional(),
      lastAttemptedRevision: text,
      lastAttemptedConfigDigest: text,
      lastHandledResetAt: text,
      inventory: z
        .looseObject({
          entries: z.array(z.looseObject({ id: z.string(), v: z.string() })),
        })
        .optional(),
    })
    .optional(),
});

export type GitRepository = z.infer<typeof gitRepositorySchema>;
export type Kustomization = z.infer<typeof kustomizationSchema>;
export type HelmChart = z.infer<typeof helmChartSchema>;
export type HelmRelease = z.infer<typeof helmReleaseSchema>;
export type Release = z.infer<typeof releaseSchema>;
/** An entry of an inventory: `<namespace>_<name>_<group>_<kind>`, and the version of the API. */
export type InventoryEntry = { id: string; v: string };

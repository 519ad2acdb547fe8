import {
  workloadSpecSchema,
  workloadStatusSchema,
} from '@fairlead/backstage-plugin-gitops-node';
import { z } from 'zod';

// The fields of workloads that are read, and nothing else of them: containers carry environment variables.

const text = z.string().nullish();
const flag = z.boolean().nullish();
const count = z.number().nullish();
const texts = z.record(z.string(), z.string()).nullish();

const metadataSchema = z.object({
  name: z.string().min(1),
  namespace: z.string().min(1),
  uid: text,
  generation: count,
  deletionTimestamp: text,
  labels: texts,
  annotations: texts,
  ownerReferences: z
    .array(z.object({ kind: text, name: text, controller: flag }))
    .nullish(),
  managedFields: z
    .array(
      z.object({
        manager: text,
        subresource: text,
        time: text,
        fieldsV1: z
          .looseObject({
            'f:spec': z
              .looseObject({
                'f:template': z.unknown().optional(),
                'f:jobTemplate': z.unknown().optional(),
              })
              .nullish(),
          })
          .nullish(),
      }),
    )
    .nullish(),
});

const apiVersions = {
  Deployment: 'apps/v1',
  StatefulSet: 'apps/v1',
  DaemonSet: 'apps/v1',
  CronJob: 'batch/v1',
};

export const workloadSchema = z
  .object({
    apiVersion: z.string(),
    kind: z.enum(['Deployment', 'StatefulSet', 'DaemonSet', 'CronJob']),
    metadata: metadataSchema,
    spec: workloadSpecSchema,
    status: workloadStatusSchema.nullish(),
  })
  .refine(({ apiVersion, kind }) => apiVersion === apiVersions[kind], {
    path: ['apiVersion'],
    error: 'another version of the API, or another API',
  });

const workloadReferenceSchema = z
  .looseObject({ kind: text, name: text })
  .nullish();

/** A Canary of Flagger, or a Rollout of Argo that has its pods from another object. */
export const rolloutObjectSchema = z.object({
  spec: z.object({
    targetRef: workloadReferenceSchema,
    workloadRef: workloadReferenceSchema,
  }),
});

export type Workload = z.infer<typeof workloadSchema>;

import { z } from 'zod';

// The fields of Kargo's objects that are read, and nothing else of them. Go writes empty structs as `{}` and zero
// times as null, and controllers fill the status in their own time, so nearly everything is optional.

const text = z.string().nullish();
const count = z.number().nullish();
const flag = z.boolean().nullish();

const metadataSchema = z.looseObject({
  name: z.string().min(1),
  namespace: z.string().min(1),
  uid: text,
  creationTimestamp: text,
  deletionTimestamp: text,
  annotations: z.record(z.string(), z.string()).nullish(),
});

const originSchema = z.looseObject({ kind: text, name: text }).nullish();

/** What freight carries, wherever it is written. */
const freightParts = {
  name: text,
  origin: originSchema,
  commits: z
    .array(
      z.looseObject({
        repoURL: text,
        id: text,
        branch: text,
        tag: text,
        message: text,
        author: text,
      }),
    )
    .nullish(),
  images: z
    .array(z.looseObject({ repoURL: text, tag: text, digest: text }))
    .nullish(),
  charts: z
    .array(z.looseObject({ repoURL: text, name: text, version: text }))
    .nullish(),
};

export const freightReferenceSchema = z.looseObject(freightParts);

const conditionSchema = z.looseObject({
  type: text,
  status: text,
  reason: text,
  message: text,
});

const promotionReferenceSchema = z
  .looseObject({
    name: text,
    freight: freightReferenceSchema.nullish(),
    finishedAt: text,
    status: z.looseObject({ phase: text, message: text }).nullish(),
  })
  .nullish();

const holdsSchema = z
  .record(
    z.string(),
    z
      .looseObject({ freightName: text, actor: text, createdAt: text })
      .nullish(),
  )
  .nullish();

export const stageSchema = z.looseObject({
  apiVersion: z.string().startsWith('kargo.akuity.io/'),
  kind: z.literal('Stage'),
  metadata: metadataSchema,
  spec: z
    .looseObject({
      requestedFreight: z
        .array(
          z.looseObject({
            origin: originSchema,
            sources: z
              .looseObject({
                direct: flag,
                stages: z.array(z.string()).nullish(),
                requiredSoakTime: text,
                availabilityStrategy: text,
              })
              .nullish(),
          }),
        )
        .nullish(),
      promotionTemplate: z
        .looseObject({
          spec: z
            .looseObject({
              steps: z
                .array(
                  z.looseObject({
                    uses: text,
                    config: z.unknown().optional(),
                  }),
                )
                .nullish(),
            })
            .nullish(),
        })
        .nullish(),
    })
    .nullish(),
  status: z
    .looseObject({
      conditions: z.array(conditionSchema).nullish(),
      freightHistory: z
        .array(
          z.looseObject({
            id: text,
            items: z
              .record(z.string(), freightReferenceSchema.nullish())
              .nullish(),
            verificationHistory: z
              .array(
                z.looseObject({
                  phase: text,
                  message: text,
                  startTime: text,
                  finishTime: text,
                }),
              )
              .nullish(),
          }),
        )
        .nullish(),
      currentPromotion: promotionReferenceSchema,
      lastPromotion: promotionReferenceSchema,
      autoPromotionEnabled: flag,
      autoPromotionHolds: holdsSchema,
      effectiveAutoPromotionHolds: holdsSchema,
      health: z
        .looseObject({
          status: text,
          issues: z.array(z.string()).nullish(),
          output: z
            .array(
              z
                .looseObject({
                  // Written from Go structs without JSON names.
                  applicationStatuses: z
                    .array(z.looseObject({ Namespace: text, Name: text }))
                    .nullish(),
                })
                .nullish(),
            )
            .nullish()
            .catch(undefined),
        })
        .nullish(),
    })
    .nullish(),
});

export const freightSchema = z.looseObject({
  metadata: metadataSchema,
  alias: text,
  discoveredAt: text,
  ...freightParts,
  status: z
    .looseObject({
      currentlyIn: z
        .record(z.string(), z.looseObject({ since: text }).nullish())
        .nullish(),
      verifiedIn: z
        .record(
          z.string(),
          z.looseObject({ verifiedAt: text, longestSoak: text }).nullish(),
        )
        .nullish(),
      approvedFor: z.record(z.string(), z.unknown()).nullish(),
    })
    .nullish(),
});

export const promotionSchema = z.looseObject({
  metadata: metadataSchema,
  spec: z.looseObject({
    stage: text,
    freight: text,
    steps: z.array(z.looseObject({ as: text, uses: text })).nullish(),
  }),
  status: z
    .looseObject({
      phase: text,
      message: text,
      startedAt: text,
      finishedAt: text,
      currentStep: count,
      stepExecutionMetadata: z
        .array(z.looseObject({ alias: text, status: text, message: text }))
        .nullish(),
      state: z.unknown().optional(),
    })
    .nullish(),
});

export const warehouseSchema = z.looseObject({
  status: z
    .looseObject({ conditions: z.array(conditionSchema).nullish() })
    .nullish(),
});

export type Stage = z.infer<typeof stageSchema>;
export type FreightCollection = NonNullable<
  NonNullable<Stage['status']>['freightHistory']
>[number];
export type FreightReference = z.infer<typeof freightReferenceSchema>;
export type PromotionObject = z.infer<typeof promotionSchema>;

import { workloadSchema } from '@fairlead/backstage-plugin-gitops-node';
import { z } from 'zod';

const text = z.string().nullish();
const count = z.number().nullish();

/** What is read of `metadata` of whatever kind. */
export const metadataSchema = z.object({
  name: z.string().min(1),
  namespace: text,
  uid: text,
  generation: count,
  creationTimestamp: text,
  deletionTimestamp: text,
  annotations: workloadSchema.shape.metadata.shape.annotations,
  ownerReferences: z
    .array(
      z.object({
        apiVersion: z.string(),
        kind: z.string(),
        name: z.string(),
        uid: z.string(),
      }),
    )
    .nullish(),
});

/** A condition as most kinds write it. */
export const conditionSchema = z.object({
  type: z.string(),
  status: z.string(),
  reason: text,
  message: text,
  lastTransitionTime: text,
});

/** Any object; which fields of spec and status there are depends on the kind. */
export const liveObjectSchema = z.object({
  metadata: metadataSchema,
  spec: z.record(z.string(), z.unknown()).nullish(),
  status: z.record(z.string(), z.unknown()).nullish(),
});

/** See {@link conditionSchema}. */
export type LiveCondition = z.infer<typeof conditionSchema>;

/** An object as it was read from a cluster, and what kind it is of: lists do not repeat that for each. */
export interface LiveObject extends z.infer<typeof liveObjectSchema> {
  apiVersion: string;
  group: string;
  kind: string;
}

/** Undefined when it is not an object of a Kubernetes API. */
export function liveObjectOf(
  raw: unknown,
  { apiVersion, kind }: { apiVersion: string; kind: string },
): LiveObject | undefined {
  const parsed = liveObjectSchema.safeParse(raw).data;
  return parsed && { ...parsed, apiVersion, group: groupOf(apiVersion), kind };
}

/** `apps` of `apps/v1`; empty for the core group. */
export function groupOf(apiVersion: string): string {
  return apiVersion.includes('/')
    ? apiVersion.slice(0, apiVersion.indexOf('/'))
    : '';
}

/** A part of an object, where it is as it should be; undefined where not. */
export function partOf<T>(schema: z.ZodType<T>, part: unknown): T | undefined {
  return schema.safeParse(part ?? {}).data;
}

/** A condition by its type. */
export function conditionOf(
  object: Pick<LiveObject, 'status'>,
  type: string,
): LiveCondition | undefined {
  return conditionsOf(object).find(each => each.type === type);
}

/** All conditions that can be understood. */
export function conditionsOf({
  status,
}: Pick<LiveObject, 'status'>): LiveCondition[] {
  const all = z.array(z.unknown()).safeParse(status?.conditions).data ?? [];
  return all.flatMap(each => conditionSchema.safeParse(each).data ?? []);
}

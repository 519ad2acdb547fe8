import { z } from 'zod';
import { findingSchema, resourceRefSchema } from '../model/finding';
import { healthStatusSchema, syncStatusSchema } from '../model/target';

/** One resource of a target as it is now. */
export const resourceNodeSchema = resourceRefSchema.extend({
  /** Unique in the tree: its uid, or its names where it is not there. */
  id: z.string(),
  /** `id` of the resource that owns it; absent for what the engine applied. */
  parent: z.string().optional(),
  createdAt: z.string().optional(),
  /** `unknown` health is left out. */
  health: z
    .object({ status: healthStatusSchema, message: z.string().optional() })
    .optional(),
  /** What the engine says; absent for what it did not apply. */
  sync: syncStatusSchema.optional(),
  /** Of a workload's pods, or of a pod's containers. */
  ready: z.object({ ready: z.number(), desired: z.number() }).optional(),
  restarts: z.number().optional(),
  images: z.array(z.string()).optional(),
  /** Containers of a pod, for their logs. `failing`: it waits, crashed or was killed. */
  containers: z
    .array(
      z.object({
        name: z.string(),
        state: z.enum(['running', 'waiting', 'terminated', 'unknown']),
        /** `CrashLoopBackOff`, `OOMKilled`, `Completed`. */
        reason: z.string().optional(),
        failing: z.boolean(),
        /** There is a log of the run before. */
        hasPrevious: z.boolean(),
      }),
    )
    .optional(),
});

/** What happened to a resource, as the cluster remembers it. */
export const resourceEventSchema = z.object({
  /** `id` of the node. */
  node: z.string(),
  type: z.enum(['Normal', 'Warning']),
  reason: z.string(),
  message: z.string(),
  count: z.number(),
  at: z.string().optional(),
});

/** `GET /v1/targets/:id/resources`: read from the cluster when it is asked for. */
export const resourceTreeSchema = z.object({
  /** Parents before children. */
  nodes: z.array(resourceNodeSchema),
  /** Newest first. */
  events: z.array(resourceEventSchema),
  findings: z.array(findingSchema),
  /** What could not be read, and why, in words; the rest is there. */
  problems: z.array(z.string()),
  /** There is more than is shown. */
  truncated: z.boolean(),
  readAt: z.string(),
});

/** `GET /v1/targets/:id/logs?namespace=&pod=&container=&previous=` */
export const containerLogSchema = z.object({
  lines: z.array(z.string()),
  /** There are earlier lines. */
  truncated: z.boolean(),
});

/** One field that differs. Values are JSON text; a Secret's are never there. */
export const driftFieldSchema = z.object({
  /** `spec.replicas`, `spec.template.spec.containers[0].image`. */
  path: z.string(),
  /** What Git says; absent where it says nothing. */
  git: z.string().optional(),
  /** What is in the cluster; absent where it is not there. */
  live: z.string().optional(),
  /** The values exist and are not shown. */
  masked: z.boolean().optional(),
  /** Who changed it last and when, as the cluster remembers it. */
  changedBy: z
    .object({ manager: z.string(), at: z.string().optional() })
    .optional(),
  /** It can be written into Git by pull request; otherwise why not. */
  adoptable: z.object({ allowed: z.boolean(), why: z.string().optional() }),
});

/** `GET /v1/targets/:id/drift`: read from the cluster when it is asked for. */
export const driftDetailSchema = z.object({
  resources: z.array(
    resourceRefSchema.extend({
      difference: z.enum(['changed', 'missing', 'extra']),
      fields: z.array(driftFieldSchema),
      /** What the fields are told by, or why there are none, in words. */
      note: z.string().optional(),
    }),
  ),
  /** ISO 8601; as long as it has been seen without interruption. */
  since: z.string().optional(),
  /** What will happen if nobody does anything, in words. */
  outlook: z.string(),
  readAt: z.string(),
});

/** `POST /v1/targets/:id/drift/adopt`: a pull request that writes live values into Git. */
export const driftAdoptionSchema = z.object({
  resource: resourceRefSchema,
  paths: z.array(z.string().min(1)).min(1).max(50),
  reason: z.string().trim().min(1, 'say why').max(2000),
});

/** Answer of `POST /v1/targets/:id/drift/adopt`. */
export const driftAdoptedSchema = z.object({
  url: z.string(),
  number: z.number(),
});

/** @public */
export type ResourceNode = z.infer<typeof resourceNodeSchema>;
/** @public */
export type ResourceEvent = z.infer<typeof resourceEventSchema>;
/** @public */
export type ResourceTree = z.infer<typeof resourceTreeSchema>;
/** @public */
export type ContainerLog = z.infer<typeof containerLogSchema>;
/** @public */
export type DriftField = z.infer<typeof driftFieldSchema>;
/** @public */
export type DriftDetail = z.infer<typeof driftDetailSchema>;
/** @public */
export type DriftAdopted = z.infer<typeof driftAdoptedSchema>;
/** @public */
export type DriftAdoption = z.infer<typeof driftAdoptionSchema>;

import { z } from 'zod';
import { deploymentSchema } from '../model/deployment';
import { pipelineSchema } from '../model/policy';
import {
  restrictionKindSchema,
  restrictionSchema,
  restrictionScopeSchema,
} from '../model/restriction';
import { versionSchema } from '../model/version';

const reason = z.string().trim().min(1, 'say why').max(2000);

/** An approval of a promotion in the portal. */
export const approvalSchema = z.object({
  /** Entity ref of the user. */
  by: z.string(),
  at: z.string(),
  comment: z.string().optional(),
  /** Whether it counts now. */
  counts: z.boolean(),
  /** Why it does not: the change is another one by now, or the user may not approve it. */
  why: z.string().optional(),
});

/** `POST /v1/promotions/:id/approve` */
export const approveRequestSchema = z.object({
  comment: z.string().trim().max(2000).optional(),
});

/** `POST /v1/promotions/:id/merge` */
export const mergeRequestSchema = z.object({
  /** The head of the pull request that the user has seen: another one is refused with 409. */
  headSha: z.string().min(1).optional(),
});

/** `POST /v1/promotions/:id/override` */
export const overrideRequestSchema = z.object({
  /** {@link gateStatusSchema}'s `gate`. */
  gate: z.string().min(1),
  reason,
});

/**
 * `POST /v1/rollbacks/plan`: back to a deployment of the history or, without one, to the last verified version before
 * the one that runs.
 */
export const rollbackPlanRequestSchema = z.object({
  entityRef: z.string().min(1),
  environment: z.string().min(1),
  deploymentId: z.string().optional(),
});

/** `POST /v1/rollbacks` */
export const rollbackRequestSchema = rollbackPlanRequestSchema.extend({
  reason,
  fingerprint: z.string().optional(),
});

/** `POST /v1/restrictions` */
export const restrictionRequestSchema = z.object({
  kind: restrictionKindSchema,
  scope: restrictionScopeSchema,
  version: versionSchema.optional(),
  reason,
  endsAt: z.iso.datetime({ offset: true }).optional(),
});

/** `POST /v1/restrictions/:id/lift` */
export const liftRequestSchema = z.object({ reason });

/** `GET /v1/restrictions`: those that are in force, and with `all=true` also those that were. */
export const restrictionListSchema = z.object({
  restrictions: z.array(restrictionSchema),
});

/** `GET /v1/services/:entityRef/deployments?environment=` Newest first. */
export const deploymentListSchema = z.object({
  deployments: z.array(deploymentSchema),
});

/** How much of a forge's rate limit one credential has left. */
export const forgeBudgetSchema = z.object({
  /** Host and, where there is one, the owner that the credential is for: `github.com (acme)`. */
  credential: z.string(),
  resource: z.string(),
  limit: z.number(),
  remaining: z.number(),
  resetsAt: z.string(),
  /** ISO 8601: the forge wants to be left alone until then. */
  pausedUntil: z.string().optional(),
  /** Requests that wait for their turn. */
  waiting: z.number(),
});

/** `GET /v1/forges` */
export const forgeListSchema = z.object({
  budgets: z.array(forgeBudgetSchema),
});

/** `GET /v1/services/:entityRef/pipeline` */
export const pipelineResponseSchema = z.object({ pipeline: pipelineSchema });

/** See {@link approvalSchema}. @public */
export type Approval = z.infer<typeof approvalSchema>;
/** See {@link approveRequestSchema}. @public */
export type ApproveRequest = z.infer<typeof approveRequestSchema>;
/** See {@link mergeRequestSchema}. @public */
export type MergeRequest = z.infer<typeof mergeRequestSchema>;
/** See {@link overrideRequestSchema}. @public */
export type OverrideRequest = z.infer<typeof overrideRequestSchema>;
/** See {@link rollbackPlanRequestSchema}. @public */
export type RollbackPlanRequest = z.infer<typeof rollbackPlanRequestSchema>;
/** See {@link rollbackRequestSchema}. @public */
export type RollbackRequest = z.infer<typeof rollbackRequestSchema>;
/** See {@link restrictionRequestSchema}. @public */
export type RestrictionRequest = z.infer<typeof restrictionRequestSchema>;
/** See {@link liftRequestSchema}. @public */
export type LiftRequest = z.infer<typeof liftRequestSchema>;
/** See {@link restrictionListSchema}. @public */
export type RestrictionList = z.infer<typeof restrictionListSchema>;
/** See {@link deploymentListSchema}. @public */
export type DeploymentList = z.infer<typeof deploymentListSchema>;
/** See {@link forgeBudgetSchema}. @public */
export type ForgeBudget = z.infer<typeof forgeBudgetSchema>;
/** See {@link forgeListSchema}. @public */
export type ForgeList = z.infer<typeof forgeListSchema>;
/** See {@link pipelineResponseSchema}. @public */
export type PipelineResponse = z.infer<typeof pipelineResponseSchema>;

import { z } from 'zod';
import { environmentSchema } from '../model/environment';
import { findingSchema } from '../model/finding';
import { gateStatusSchema } from '../model/gate';
import {
  environmentPolicySchema,
  pipelineProblemSchema,
} from '../model/policy';
import {
  promotionEventSchema,
  promotionPlanSchema,
  promotionSchema,
} from '../model/promotion';
import { restrictionSchema } from '../model/restriction';
import { rolloutActionIdSchema, rolloutStatusSchema } from '../model/rollout';
import { managedStageSchema } from '../model/stage';
import { targetStatusSchema } from '../model/target';
import { approvalSchema } from './control';

/** A link to a commit or an image of a version that is shown. */
export const versionLinksSchema = z.object({
  /** Parallel to `revisions.live`: pages of the commits, empty where the revision is not a commit. */
  commits: z.array(z.string()),
  /** Parallel to `version.images`: page of the source commit or the image, empty where none is known. */
  images: z.array(z.string()),
});

/** Whether a user may do something and, if not, why (shown on the disabled control). */
export const allowanceSchema = z.object({
  allowed: z.boolean(),
  why: z.string().optional(),
});

/** A target as pages see it: the engine's status, and what the core knows about it. */
export const targetSchema = z.object({
  id: z.string(),
  /** Absent: matches no environment rule, shown as unassigned. */
  environment: z.string().optional(),
  status: targetStatusSchema,
  links: versionLinksSchema,
  /** Progressive delivery in this target. */
  rollouts: z.array(rolloutStatusSchema),
  /** What is not well here, worst first. */
  findings: z.array(findingSchema),
  /** Set while the cluster that told us this can't be read. */
  unreachable: z
    .object({
      since: z.string(),
      message: z.string(),
      /** Who has to act: the cluster, the portal's credentials, the network or the engine. */
      fault: z.enum(['cluster', 'credentials', 'network', 'engine', 'config']),
    })
    .optional(),
  /** When this status was last written or confirmed. */
  updatedAt: z.string(),
});

/** How far an environment is behind the one before it. */
export const comparisonSchema = z.object({
  from: z.string(),
  /** `same`, `ahead` (a later version than the one before, after a hotfix), `behind` (the one before runs something else), or `unknown`. */
  relation: z.enum(['same', 'behind', 'ahead', 'unknown']),
  /** In words: `1.4.2 → 1.5.0`. */
  summary: z.string(),
});

/** A stage of another promotion system that deploys a service. */
export const serviceStageSchema = managedStageSchema.extend({
  /** Of the object that it was read from: with its name, it names the stage in requests. */
  objectId: z.string(),
  /** Id and title of the system: `kargo`, `Kargo`. */
  system: z.string(),
  systemTitle: z.string(),
  pipeline: z.string(),
  /** Why what is shown may be old. */
  stale: z.string().optional(),
});

/** One environment of a service. */
export const serviceEnvironmentSchema = z.object({
  environment: environmentSchema,
  targets: z.array(targetSchema),
  comparisons: z.array(comparisonSchema),
  /** Where this environment can be promoted from, each allowed or with the reason why not. */
  promotions: z.array(
    z.object({ from: z.string(), allowance: allowanceSchema }),
  ),
  activePromotion: promotionSchema.optional(),
  /** Those that wait for their turn, in order. */
  queuedPromotions: z.array(promotionSchema),
  policy: environmentPolicySchema,
  /** In force now for this service in this environment. */
  restrictions: z.array(restrictionSchema),
  /** Hotfixes that skipped this environment, and that it does not have yet. */
  lacks: z.array(
    z.object({
      promotionId: z.string(),
      /** Where it was brought instead, and can be back-filled from. */
      environment: z.string(),
      version: z.string(),
      reason: z.string(),
    }),
  ),
  /** Stages of other promotion systems here: then those promote, not Fairlead. */
  stages: z.array(serviceStageSchema),
  /** What the user may do here. */
  allowances: z.object({
    promote: allowanceSchema,
    skip: allowanceSchema,
    rollback: allowanceSchema,
    freeze: allowanceSchema,
    hold: allowanceSchema,
    veto: allowanceSchema,
    sync: allowanceSchema,
    refresh: allowanceSchema,
    /** And resume. */
    suspend: allowanceSchema,
    /** See the logs of containers. */
    logs: allowanceSchema,
    /** Write live values into Git, by pull request. */
    adopt: allowanceSchema,
    /** What may be asked of rollout controllers. */
    rollout: z.record(rolloutActionIdSchema, allowanceSchema),
  }),
});

/** Why there may be less on a page than there is in the world. */
export const sourceProblemSchema = z.object({
  cluster: z.string(),
  kind: z.string().optional(),
  since: z.string(),
  message: z.string(),
  fault: z.enum(['cluster', 'credentials', 'network', 'engine', 'config']),
  remedy: z.string().optional(),
});

/** `GET /v1/services/:kind/:namespace/:name` */
export const serviceDeploymentsSchema = z.object({
  entityRef: z.string(),
  environments: z.array(serviceEnvironmentSchema),
  unassigned: z.array(targetSchema),
  problems: z.array(sourceProblemSchema),
  /** Annotations on the entity that can't be understood, with the remedy. */
  annotationProblems: z.array(z.string()),
  /** False when nothing on the entity says which targets are its own. */
  annotated: z.boolean(),
  /** Mistakes in the service's pipeline file: while there are any, what it said before holds. */
  pipelineProblems: z.array(pipelineProblemSchema),
});

/** One cell of the fleet page. */
export const fleetCellSchema = z.object({
  environment: z.string(),
  targetCount: z.number(),
  versions: z.array(z.string()),
  /** The worst of its targets; `Pushed` where no engine compares any of them with Git. */
  sync: z.string(),
  health: z.string(),
  unreachable: z.boolean(),
  behind: z.boolean(),
  activePromotionId: z.string().optional(),
});

/** One service on the fleet page. */
export const fleetRowSchema = z.object({
  entityRef: z.string(),
  title: z.string(),
  owner: z.string().optional(),
  system: z.string().optional(),
  cells: z.array(fleetCellSchema),
});

/** `GET /v1/fleet` */
export const fleetSchema = z.object({
  environments: z.array(environmentSchema),
  rows: z.array(fleetRowSchema),
  /** Targets that belong to no service or no environment. */
  unassigned: z.array(targetSchema),
  problems: z.array(sourceProblemSchema),
});

/** `POST /v1/promotions/plan` */
export const planRequestSchema = z.object({
  entityRef: z.string().min(1),
  from: z.string().min(1),
  to: z.string().min(1),
  /** Plans a hotfix: `from` need not come right before `to`. */
  skip: z.boolean().optional(),
});

/**
 * Header of `POST /v1/promotions` and `POST /v1/rollbacks`: a token of the user for the forge, to open the pull request
 * with. It is no part of the body, because bodies are logged and stored more readily than headers.
 *
 * @public
 */
export const forgeTokenHeader = 'x-fairlead-forge-token';

/** `POST /v1/promotions` */
export const promotionRequestSchema = planRequestSchema.extend({
  reason: z.string().trim().min(1, 'say why').max(2000),
  /** Of the plan that was shown: a plan that differs by now is refused with 409. */
  fingerprint: z.string().optional(),
});

/** Answer of `POST /v1/promotions/plan`. */
export const planResponseSchema = z.object({
  plan: promotionPlanSchema,
  /** An active promotion that already does this, or holds the lane. */
  active: promotionSchema.optional(),
  /** What becomes of `active` when this is requested: see the lane policy. */
  lane: z.enum(['free', 'same', 'supersede', 'queue', 'reject']),
  /** As they stand now, all phases. */
  gates: z.array(gateStatusSchema),
  policy: environmentPolicySchema,
  /** One entry for each wave: how many targets it has. Empty: one pull request for all. */
  waves: z.array(z.object({ targets: z.number() })),
  /** The pull request is opened as the user, if a token of theirs for this host comes with the request. */
  openAs: z.object({ host: z.string() }).optional(),
});

/** `GET /v1/promotions/:id` */
export const promotionDetailSchema = z.object({
  promotion: promotionSchema,
  events: z.array(promotionEventSchema),
  approvals: z.array(approvalSchema),
  /** All promotions of the same wave group, in order. */
  waves: z.array(promotionSchema),
  titles: z.object({ from: z.string(), to: z.string() }),
  allowances: z.object({
    cancel: allowanceSchema,
    approve: allowanceSchema,
    merge: allowanceSchema,
    override: allowanceSchema,
    rollback: allowanceSchema,
  }),
});

/** `GET /v1/promotions` */
export const promotionListSchema = z.object({
  promotions: z.array(promotionSchema),
  /** How people call the environments, by name. */
  titles: z.record(z.string(), z.string()).optional(),
});

/** A commit as shown next to a version. Immutable, so cached for ever. */
export const commitSchema = z.object({
  repoUrl: z.string(),
  sha: z.string(),
  url: z.string(),
  author: z.string(),
  authorAvatar: z.string().optional(),
  /** First line only. */
  message: z.string(),
  date: z.string(),
});

/** `POST /v1/commits` */
export const commitsRequestSchema = z.object({
  commits: z.array(z.object({ repoUrl: z.string(), sha: z.string() })).max(100),
});
/** Answer of `POST /v1/commits`: unknown commits are left out. */
export const commitsResponseSchema = z.object({
  commits: z.array(commitSchema),
});

/** `POST /v1/changes`: new files for a GitOps repository, as one pull request. */
export const changeRequestSchema = z.object({
  /** `https://github.com/acme/gitops` */
  repoUrl: z.string().min(1),
  baseBranch: z.string().min(1).default('main'),
  /** The same branch is the same change: asking twice finds the same pull request. */
  headBranch: z.string().min(1),
  title: z.string().min(1),
  description: z.string(),
  files: z
    .array(z.object({ path: z.string().min(1), content: z.string() }))
    .min(1)
    .max(500),
  labels: z.array(z.string()).default([]),
  reviewers: z.array(z.string()).default([]),
});

/** `POST /v1/targets/:id/rollouts/:action`: which rollout of the target. */
export const rolloutActionRequestSchema = z.object({
  kind: z.string().min(1),
  namespace: z.string().min(1),
  name: z.string().min(1),
});

/** `POST /v1/stages/:objectId/{promote,approve}`: asks another promotion system. */
export const stageActionRequestSchema = z.object({
  entityRef: z.string().min(1),
  environment: z.string().min(1),
  stage: z.string().min(1),
  freight: z.string().min(1),
});

/** Answer of `POST /v1/targets/:id/{sync,refresh,suspend,resume}` and `/rollouts/:action`. */
export const targetActionResponseSchema = z.object({ message: z.string() });

/** @public */
export type VersionLinks = z.infer<typeof versionLinksSchema>;
/** @public */
export type Allowance = z.infer<typeof allowanceSchema>;
/** @public */
export type Target = z.infer<typeof targetSchema>;
/** @public */
export type Comparison = z.infer<typeof comparisonSchema>;
/** @public */
export type ServiceEnvironment = z.infer<typeof serviceEnvironmentSchema>;
/** @public */
export type SourceProblem = z.infer<typeof sourceProblemSchema>;
/** @public */
export type ServiceDeployments = z.infer<typeof serviceDeploymentsSchema>;
/** @public */
export type FleetCell = z.infer<typeof fleetCellSchema>;
/** @public */
export type FleetRow = z.infer<typeof fleetRowSchema>;
/** @public */
export type Fleet = z.infer<typeof fleetSchema>;
/** @public */
export type PlanRequest = z.infer<typeof planRequestSchema>;
/** @public */
export type PromotionRequest = z.infer<typeof promotionRequestSchema>;
/** @public */
export type PlanResponse = z.infer<typeof planResponseSchema>;
/** @public */
export type PromotionDetail = z.infer<typeof promotionDetailSchema>;
/** @public */
export type PromotionList = z.infer<typeof promotionListSchema>;
/** @public */
export type Commit = z.infer<typeof commitSchema>;
/** @public */
export type CommitsRequest = z.infer<typeof commitsRequestSchema>;
/** @public */
export type CommitsResponse = z.infer<typeof commitsResponseSchema>;
/** @public */
export type ChangeRequest = z.input<typeof changeRequestSchema>;
/** @public */
export type ServiceStage = z.infer<typeof serviceStageSchema>;
/** @public */
export type StageActionRequest = z.infer<typeof stageActionRequestSchema>;
/** @public */
export type RolloutActionRequest = z.infer<typeof rolloutActionRequestSchema>;
/** @public */
export type TargetActionResponse = z.infer<typeof targetActionResponseSchema>;

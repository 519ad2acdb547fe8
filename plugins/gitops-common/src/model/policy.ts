import { z } from 'zod';
import { gatePhaseSchema } from './gate';

/** Days as people write them, in the order of ISO 8601. */
export const weekdaySchema = z.enum([
  'mon',
  'tue',
  'wed',
  'thu',
  'fri',
  'sat',
  'sun',
]);

/**
 * A time in which promotions are allowed or denied: some hours of some days each week, or from one date to another.
 * Times are local in the time zone of the policy's windows; `to` is not in it any more. `to` before `from` ends on
 * the day after.
 */
export const windowSchema = z.union([
  z.object({
    days: z.array(weekdaySchema).min(1),
    /** `09:00` */
    from: z.string(),
    to: z.string(),
    reason: z.string().optional(),
  }),
  z.object({
    /** `2026-12-20` or `2026-12-20T18:00`. */
    fromDate: z.string(),
    toDate: z.string(),
    reason: z.string().optional(),
  }),
]);

/** Allowed and denied windows. Denied wins; without allowed ones, everything that is not denied is allowed. */
export const windowsSchema = z.object({
  /** IANA name: `Europe/Berlin`. */
  timeZone: z.string(),
  allow: z.array(windowSchema),
  deny: z.array(windowSchema),
  phases: z.array(gatePhaseSchema).min(1),
});

/** How many people have to approve in the portal, and who may. */
export const approvalsPolicySchema = z.object({
  required: z.number().int().min(1),
  /** Entity refs of groups or users; `owners` stands for the owner of the service in the catalog. */
  from: z.array(z.string()).min(1),
});

/** A check that the pipeline names. Durations are in ms. */
export const checkPolicySchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('http'),
    name: z.string(),
    phases: z.array(gatePhaseSchema).min(1),
    url: z.string(),
    method: z.enum(['GET', 'POST']),
    /** Passes when the answer has one of these. */
    statuses: z.array(z.number()),
    /** Passes only when the body contains this. */
    contains: z.string().optional(),
    timeoutMs: z.number(),
    /** How long it may go on answering otherwise before it has failed. */
    patienceMs: z.number(),
  }),
  z.object({
    type: z.literal('prometheus'),
    name: z.string(),
    phases: z.array(gatePhaseSchema).min(1),
    url: z.string(),
    query: z.string(),
    /** The query's value must keep to these. */
    min: z.number().optional(),
    max: z.number().optional(),
    timeoutMs: z.number(),
    patienceMs: z.number(),
  }),
  z.object({
    type: z.literal('job'),
    name: z.string(),
    phases: z.array(gatePhaseSchema).min(1),
    /** A `Job` that the GitOps repository brings into the cluster: passes when it completed for this version. */
    cluster: z.string().optional(),
    namespace: z.string().optional(),
    job: z.string(),
    patienceMs: z.number(),
  }),
]);

/** What stands between a version and an environment. Durations are in ms. */
export const gatesPolicySchema = z.object({
  /** The version must be verified in the environments before. */
  verified: z.boolean(),
  /** For so long the version must have run in the environment that it comes from. 0: no such gate. */
  soakMs: z.number(),
  windows: windowsSchema.optional(),
  approvals: approvalsPolicySchema.optional(),
  /** The forge's checks must pass before Fairlead merges or says that it can be merged. */
  checks: z.boolean(),
  /** So many approving reviews on the forge. 0: what the forge itself requires. */
  reviews: z.number(),
  custom: z.array(checkPolicySchema),
});

/** How an environment with many targets is promoted: in waves, one pull request each. */
export const wavesPolicySchema = z.object({
  /** Share of the targets in each wave, in percent, adding up to 100: `[10, 30, 60]`. */
  percent: z.array(z.number()).min(1).optional(),
  /** Or targets by cluster: each entry is a list of names or globs; what none names comes last. */
  clusters: z.array(z.array(z.string())).optional(),
  /** For so long a wave must have been healthy before the next begins. */
  soakMs: z.number(),
  /** So many targets of a wave may fail before the rest is stopped. */
  failureLimit: z.number(),
});

/** What is promoted, where it shall not be found. */
export const promotedValuesSchema = z.object({
  /** Names of images; absent: all of them. */
  images: z.array(z.string()).optional(),
  chart: z.boolean(),
  targetRevision: z.boolean(),
  /** Values in files of each environment. `{environment}` stands for the environment's name in `file`. */
  paths: z.array(z.object({ file: z.string(), path: z.string() })),
  /** Whole directories; `{environment}` stands for the environment's name. */
  directories: z.array(z.string()),
});

/** All rules of one environment of one service. */
export const environmentPolicySchema = z.object({
  environment: z.string(),
  /** A version is available when it is verified in all environments before this one, or in any of them. */
  availability: z.enum(['all', 'any']),
  /** What happens to a promotion under way when another is requested. */
  lane: z.enum(['supersede', 'queue', 'reject']),
  /** Who merges: people, Fairlead when all gates pass, or the forge (auto-merge or merge queue). */
  merge: z.enum(['people', 'automatic', 'forge']),
  /** Promotes by itself what is available. */
  automatic: z.boolean(),
  rollback: z.object({
    automatic: z.boolean(),
    /** Older failures are not rolled back automatically. In ms. */
    maxAgeMs: z.number(),
    /** Whether windows and freezes hold up a rollback. */
    gated: z.boolean(),
  }),
  gates: gatesPolicySchema,
  waves: wavesPolicySchema.optional(),
  reviewers: z.array(z.string()),
  labels: z.array(z.string()),
  /** Templates of the pull request: `{service}`, `{version}`, `{from}`, `{to}`, `{reason}`, `{requester}`. */
  title: z.string().optional(),
  body: z.string().optional(),
});

/** A mistake in a pipeline file, for the page of the service. Line and column are 1-based. */
export const pipelineProblemSchema = z.object({
  message: z.string(),
  file: z.string(),
  line: z.number(),
  column: z.number(),
  url: z.string().optional(),
});

/** How versions of one service get from environment to environment. */
export const pipelineSchema = z.object({
  entityRef: z.string(),
  /** In order. The environments of the portal, less those that the file leaves out, ordered as the file says. */
  environments: z.array(
    z.object({ name: z.string(), after: z.array(z.string()) }),
  ),
  policies: z.array(environmentPolicySchema),
  promoted: promotedValuesSchema,
  /** The pipeline file that was read, where there is one. */
  file: z
    .object({
      repoUrl: z.string(),
      path: z.string(),
      sha: z.string(),
      url: z.string().optional(),
    })
    .optional(),
  problems: z.array(pipelineProblemSchema),
});

/** See {@link windowSchema}. @public */
export type Window = z.infer<typeof windowSchema>;
/** See {@link windowsSchema}. @public */
export type Windows = z.infer<typeof windowsSchema>;
/** See {@link approvalsPolicySchema}. @public */
export type ApprovalsPolicy = z.infer<typeof approvalsPolicySchema>;
/** See {@link checkPolicySchema}. @public */
export type CheckPolicy = z.infer<typeof checkPolicySchema>;
/** See {@link gatesPolicySchema}. @public */
export type GatesPolicy = z.infer<typeof gatesPolicySchema>;
/** See {@link wavesPolicySchema}. @public */
export type WavesPolicy = z.infer<typeof wavesPolicySchema>;
/** See {@link promotedValuesSchema}. @public */
export type PromotedValues = z.infer<typeof promotedValuesSchema>;
/** See {@link environmentPolicySchema}. @public */
export type EnvironmentPolicy = z.infer<typeof environmentPolicySchema>;
/** See {@link pipelineProblemSchema}. @public */
export type PipelineProblem = z.infer<typeof pipelineProblemSchema>;
/** See {@link pipelineSchema}. @public */
export type Pipeline = z.infer<typeof pipelineSchema>;

/** What holds for an environment of which nothing else is said. @public */
export function defaultPolicy(environment: string): EnvironmentPolicy {
  return {
    environment,
    availability: 'all',
    lane: 'supersede',
    merge: 'people',
    automatic: false,
    rollback: { automatic: false, maxAgeMs: 20 * 60_000, gated: false },
    gates: {
      verified: true,
      soakMs: 0,
      checks: false,
      reviews: 0,
      custom: [],
    },
    reviewers: [],
    labels: [],
  };
}

import { z } from 'zod';

/** What the forge remembers beside the Git repositories. Objects refer to each other by `id`; times are ISO 8601. */
const id = z.number().int();
const time = z.string();

/** A person, an organization or an app's bot. */
export const userSchema = z.object({
  id,
  login: z.string(),
  name: z.string(),
  email: z.string(),
  type: z.enum(['User', 'Organization', 'Bot']),
  tokens: z.array(
    z.object({ value: z.string(), access: z.enum(['write', 'read']) }),
  ),
  createdAt: time,
});
export type User = z.infer<typeof userSchema>;

export const teamSchema = z.object({
  id,
  organizationId: id,
  slug: z.string(),
  name: z.string(),
  description: z.string(),
  memberIds: z.array(id),
  createdAt: time,
});
export type Team = z.infer<typeof teamSchema>;

export const repositorySchema = z.object({
  id,
  ownerId: id,
  name: z.string(),
  description: z.string().nullable(),
  homepage: z.string().nullable(),
  defaultBranch: z.string(),
  private: z.boolean(),
  archived: z.boolean(),
  topics: z.array(z.string()),
  hasIssues: z.boolean(),
  hasProjects: z.boolean(),
  hasWiki: z.boolean(),
  allowMergeCommit: z.boolean(),
  allowSquashMerge: z.boolean(),
  allowRebaseMerge: z.boolean(),
  allowAutoMerge: z.boolean(),
  allowUpdateBranch: z.boolean(),
  deleteBranchOnMerge: z.boolean(),
  collaborators: z.array(z.object({ userId: id, permission: z.string() })),
  teams: z.array(z.object({ teamId: id, permission: z.string() })),
  /** False until something was pushed. */
  hasContent: z.boolean(),
  lastNumber: z.number().int(),
  createdAt: time,
  updatedAt: time,
  pushedAt: time,
});
export type Repository = z.infer<typeof repositorySchema>;

const mergeMethodSchema = z.enum(['merge', 'squash', 'rebase']);
export type MergeMethod = z.infer<typeof mergeMethodSchema>;

const timelineEventSchema = z.object({
  id,
  event: z.enum([
    'assigned',
    'unassigned',
    'closed',
    'merged',
    'reopened',
    'renamed',
    'labeled',
    'unlabeled',
    'review_requested',
    'review_request_removed',
    'ready_for_review',
    'convert_to_draft',
    'head_ref_deleted',
    'head_ref_restored',
    'head_ref_force_pushed',
    'auto_merge_enabled',
    'auto_merge_disabled',
    'added_to_merge_queue',
    'removed_from_merge_queue',
  ]),
  actorId: id,
  createdAt: time,
  /** The merge commit, or where the head was moved to. */
  sha: z.string().optional(),
  labelId: id.optional(),
  userId: id.optional(),
  teamId: id.optional(),
});
export type TimelineEvent = z.infer<typeof timelineEventSchema>;

export const pullRequestSchema = z.object({
  id,
  repositoryId: id,
  number: z.number().int(),
  title: z.string(),
  body: z.string().nullable(),
  authorId: id,
  /** Branch names, both in the same repository. */
  head: z.string(),
  base: z.string(),
  /** Where the head branch is, or was when the pull request was closed or its branch deleted. */
  headSha: z.string(),
  /** Where the base branch was when the pull request was opened or its head last moved. */
  baseSha: z.string(),
  state: z.enum(['open', 'closed']),
  draft: z.boolean(),
  labelIds: z.array(id),
  assigneeIds: z.array(id),
  requestedReviewerIds: z.array(id),
  requestedTeamIds: z.array(id),
  createdAt: time,
  updatedAt: time,
  closedAt: time.nullable(),
  /** Set with `merged` true when it was merged. */
  mergedAt: time.nullable(),
  mergedById: id.nullable(),
  mergeSha: z.string().nullable(),
  /** It is merged as soon as nothing is in the way. */
  autoMerge: z
    .object({
      enabledById: id,
      method: mergeMethodSchema,
      title: z.string().nullable(),
      message: z.string().nullable(),
      enabledAt: time,
    })
    .nullable()
    .default(null),
  /** Its place in the merge queue of its base branch. */
  queueEntry: z
    .object({
      id,
      enqueuedById: id,
      enqueuedAt: time,
      /** The commit that the base branch will be. */
      groupSha: z.string(),
    })
    .nullable()
    .default(null),
  timeline: z.array(timelineEventSchema),
});
export type PullRequest = z.infer<typeof pullRequestSchema>;

export const reviewSchema = z.object({
  id,
  pullRequestId: id,
  authorId: id,
  state: z.enum([
    'PENDING',
    'COMMENTED',
    'APPROVED',
    'CHANGES_REQUESTED',
    'DISMISSED',
  ]),
  body: z.string(),
  commitSha: z.string(),
  submittedAt: time,
});
export type Review = z.infer<typeof reviewSchema>;

/** A comment in the conversation of a pull request. */
export const commentSchema = z.object({
  id,
  pullRequestId: id,
  authorId: id,
  body: z.string(),
  createdAt: time,
  updatedAt: time,
});
export type Comment = z.infer<typeof commentSchema>;

export const labelSchema = z.object({
  id,
  repositoryId: id,
  name: z.string(),
  color: z.string(),
  description: z.string().nullable(),
});
export type Label = z.infer<typeof labelSchema>;

export const commitStatusSchema = z.object({
  id,
  repositoryId: id,
  sha: z.string(),
  state: z.enum(['error', 'failure', 'pending', 'success']),
  context: z.string(),
  description: z.string().nullable(),
  targetUrl: z.string().nullable(),
  creatorId: id,
  createdAt: time,
});
export type CommitStatus = z.infer<typeof commitStatusSchema>;

export const checkRunSchema = z.object({
  id,
  repositoryId: id,
  sha: z.string(),
  name: z.string(),
  status: z.enum(['queued', 'in_progress', 'completed']),
  conclusion: z
    .enum([
      'action_required',
      'cancelled',
      'failure',
      'neutral',
      'skipped',
      'stale',
      'success',
      'timed_out',
    ])
    .nullable(),
  detailsUrl: z.string().nullable(),
  externalId: z.string(),
  output: z.object({
    title: z.string().nullable(),
    summary: z.string().nullable(),
    text: z.string().nullable(),
  }),
  startedAt: time,
  completedAt: time.nullable(),
});
export type CheckRun = z.infer<typeof checkRunSchema>;

/** What a branch requires before a pull request may be merged into it. */
export const protectionSchema = z.object({
  id,
  repositoryId: id,
  branch: z.string(),
  enforceAdmins: z.boolean(),
  /** Null: no reviews required. */
  reviews: z
    .object({
      requiredApprovals: z.number().int(),
      dismissStale: z.boolean(),
      codeOwners: z.boolean(),
      lastPushApproval: z.boolean(),
    })
    .nullable(),
  /** Null: no checks required. */
  checks: z
    .object({ strict: z.boolean(), contexts: z.array(z.string()) })
    .nullable(),
  linearHistory: z.boolean(),
  /** Pull requests are merged through a queue only. */
  mergeQueue: z.boolean().default(false),
  allowForcePushes: z.boolean(),
  allowDeletions: z.boolean(),
  blockCreations: z.boolean(),
  conversationResolution: z.boolean(),
  signatures: z.boolean(),
});
export type Protection = z.infer<typeof protectionSchema>;

export const webhookSchema = z.object({
  id,
  /** Of one repository, else of one owner, else of everything. */
  repositoryId: id.nullable(),
  ownerId: id.nullable(),
  url: z.string(),
  secret: z.string().nullable(),
  contentType: z.enum(['json', 'form']),
  events: z.array(z.string()),
  active: z.boolean(),
  createdAt: time,
  updatedAt: time,
});
export type Webhook = z.infer<typeof webhookSchema>;

import {
  gateStatusSchema,
  isEnded,
  promotionConflictSchema,
  PromotionEvent,
  promotionKindSchema,
  promotionLinksSchema,
  promotionPlanSchema,
  promotionStateSchema,
  pullRequestSchema,
} from '@fairlead/backstage-plugin-gitops-common';
import { z } from 'zod';
import {
  PromotionChange,
  TrackedPromotion,
  trackedTargetSchema,
  trackingSchema,
} from '../promotions/TrackedPromotion';

const json = <T extends z.ZodType>(schema: T) =>
  z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(schema);

const rowSchema = z.object({
  id: z.string(),
  entity_ref: z.string(),
  from_environment: z.string(),
  to_environment: z.string(),
  state: promotionStateSchema,
  message: z.string(),
  reason: z.string(),
  requested_by: z.string(),
  kind: promotionKindSchema,
  // SQLite has no booleans.
  automatic: z.union([z.boolean(), z.number()]).transform(Boolean),
  skips: json(z.array(z.string())),
  wave_group: z.string().nullable(),
  wave_index: z.number().nullable(),
  wave_count: z.number().nullable(),
  links: json(promotionLinksSchema),
  gates: json(z.array(gateStatusSchema)),
  conflicts: json(z.array(promotionConflictSchema)),
  plan: json(promotionPlanSchema),
  pull_request: json(pullRequestSchema).nullable(),
  progress: json(z.array(trackedTargetSchema)),
  tracking: json(trackingSchema),
  revision: z.number(),
  created_at: z.string(),
  updated_at: z.string(),
  finished_at: z.string().nullable(),
});

const eventRowSchema = z.object({
  seq: z.number(),
  at: z.string(),
  type: z.string(),
  message: z.string(),
  actor: z.string().nullable(),
  link: z.string().nullable(),
});

/** A row of `promotions` as the model. */
export function fromPromotionRow(raw: unknown): TrackedPromotion {
  const row = rowSchema.parse(raw);
  return {
    id: row.id,
    entityRef: row.entity_ref,
    from: row.from_environment,
    to: row.to_environment,
    state: row.state,
    message: row.message,
    reason: row.reason,
    requestedBy: row.requested_by,
    kind: row.kind,
    automatic: row.automatic,
    skips: row.skips,
    ...waveOf(row),
    links: row.links,
    gates: row.gates,
    conflicts: row.conflicts,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    ...(row.finished_at && { finishedAt: row.finished_at }),
    plan: row.plan,
    ...(row.pull_request && { pullRequest: row.pull_request }),
    progress: row.progress,
    tracking: row.tracking,
    revision: row.revision,
  };
}

function waveOf(row: z.output<typeof rowSchema>) {
  const { wave_group: group, wave_index: index, wave_count: count } = row;
  return group && index && count ? { wave: { group, index, count } } : {};
}

/** A new row of `promotions`. */
export function toPromotionRow(promotion: TrackedPromotion) {
  const ended = isEnded(promotion.state);
  return {
    id: promotion.id,
    entity_ref: promotion.entityRef,
    from_environment: promotion.from,
    to_environment: promotion.to,
    active_lane: holdsLane(promotion.state) ? laneOf(promotion) : null,
    state: promotion.state,
    message: promotion.message,
    reason: promotion.reason,
    requested_by: promotion.requestedBy,
    kind: promotion.kind,
    automatic: promotion.automatic,
    skips: JSON.stringify(promotion.skips),
    wave_group: promotion.wave?.group ?? null,
    wave_index: promotion.wave?.index ?? null,
    wave_count: promotion.wave?.count ?? null,
    links: JSON.stringify(promotion.links),
    gates: JSON.stringify(promotion.gates),
    conflicts: JSON.stringify(promotion.conflicts),
    fingerprint: promotion.plan.fingerprint,
    plan: JSON.stringify(promotion.plan),
    pull_request: promotion.pullRequest
      ? JSON.stringify(promotion.pullRequest)
      : null,
    progress: JSON.stringify(promotion.progress),
    tracking: JSON.stringify(promotion.tracking),
    revision: promotion.revision,
    created_at: promotion.createdAt,
    updated_at: promotion.updatedAt,
    finished_at: ended ? promotion.updatedAt : null,
    next_look_at: ended ? null : promotion.createdAt,
  };
}

/** Whoever ends a promotion has until then for the last word on its pull request. */
function lastWordDue(at: string): string {
  return new Date(Date.parse(at) + 60_000).toISOString();
}

/** The columns that a change of a promotion touches. */
export function toChangedColumns(
  promotion: TrackedPromotion,
  options: { change: PromotionChange; at: string },
) {
  const { change, at } = options;
  const { state, message, pullRequest, progress, tracking, plan } = change;
  const { gates, conflicts, links } = change;
  return {
    updated_at: at,
    ...(state && {
      state,
      active_lane: holdsLane(state) ? laneOf(promotion) : null,
    }),
    ...(state &&
      isEnded(state) && {
        finished_at: at,
        next_look_at:
          (pullRequest ?? promotion.pullRequest) ? lastWordDue(at) : null,
      }),
    ...(message !== undefined && { message }),
    ...(pullRequest && { pull_request: JSON.stringify(pullRequest) }),
    ...(progress && { progress: JSON.stringify(progress) }),
    ...(tracking && { tracking: JSON.stringify(tracking) }),
    ...(plan && {
      plan: JSON.stringify(plan),
      fingerprint: plan.fingerprint,
    }),
    ...(gates && { gates: JSON.stringify(gates) }),
    ...(conflicts && { conflicts: JSON.stringify(conflicts) }),
    ...(links && { links: JSON.stringify(links) }),
  };
}

/** A row of `promotion_events` as the model. */
export function fromEventRow(raw: unknown): PromotionEvent {
  const { seq, at, type, message, actor, link } = eventRowSchema.parse(raw);
  return {
    id: `${seq}`,
    at,
    type,
    message,
    ...(actor && { actor }),
    ...(link && { link }),
  };
}

/** Whether a promotion in this state keeps all others out of its lane. */
function holdsLane(state: TrackedPromotion['state']): boolean {
  return !isEnded(state) && state !== 'queued';
}

/** The unit in which promotions exclude each other. Neither part can hold a space. */
export function laneOf(lane: { entityRef: string; to: string }): string {
  return `${lane.entityRef} ${lane.to}`;
}

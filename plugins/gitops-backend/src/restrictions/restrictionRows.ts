import {
  Restriction,
  restrictionKindSchema,
  versionSchema,
} from '@fairlead/backstage-plugin-gitops-common';

/** A restriction as the database has it. */
export interface RestrictionRow {
  id: string;
  kind: string;
  system: string | null;
  entity_ref: string | null;
  environment: string | null;
  /** JSON */
  version: string | null;
  reason: string;
  created_by: string;
  created_at: string;
  ends_at: string | null;
  lifted_by: string | null;
  lifted_at: string | null;
  lift_reason: string | null;
  promotion_id: string | null;
  held_lane: string | null;
  origin: string | null;
}

export function toRestrictionRow(restriction: Restriction): RestrictionRow {
  const { scope, version } = restriction;
  return {
    id: restriction.id,
    kind: restriction.kind,
    system: scope.system ?? null,
    entity_ref: scope.entityRef ?? null,
    environment: scope.environment ?? null,
    version: version ? JSON.stringify(version) : null,
    reason: restriction.reason,
    created_by: restriction.createdBy,
    created_at: restriction.createdAt,
    ends_at: restriction.endsAt ?? null,
    lifted_by: restriction.liftedBy ?? null,
    lifted_at: restriction.liftedAt ?? null,
    lift_reason: restriction.liftReason ?? null,
    promotion_id: restriction.promotionId ?? null,
    held_lane: heldLaneOf(restriction) ?? null,
    origin: originOf(restriction) ?? null,
  };
}

export function fromRestrictionRow(row: RestrictionRow): Restriction {
  return {
    id: row.id,
    kind: restrictionKindSchema.parse(row.kind),
    scope: {
      ...(row.system !== null && { system: row.system }),
      ...(row.entity_ref !== null && { entityRef: row.entity_ref }),
      ...(row.environment !== null && { environment: row.environment }),
    },
    ...(row.version !== null && {
      version: versionSchema.parse(JSON.parse(row.version)),
    }),
    reason: row.reason,
    createdBy: row.created_by,
    createdAt: row.created_at,
    ...(row.ends_at !== null && { endsAt: row.ends_at }),
    ...(row.lifted_by !== null && { liftedBy: row.lifted_by }),
    ...(row.lifted_at !== null && { liftedAt: row.lifted_at }),
    ...(row.lift_reason !== null && { liftReason: row.lift_reason }),
    ...(row.promotion_id !== null && { promotionId: row.promotion_id }),
  };
}

/** The lane that a hold or pin is for; undefined for other kinds. */
export function heldLaneOf({
  kind,
  scope,
}: Pick<Restriction, 'kind' | 'scope'>): string | undefined {
  return kind === 'hold' || kind === 'pin'
    ? `${scope.entityRef ?? ''} ${scope.environment ?? ''}`
    : undefined;
}

/** The same for what the same promotion sets again; undefined for what no promotion has set. */
export function originOf({
  kind,
  scope,
  promotionId,
}: Pick<Restriction, 'kind' | 'scope' | 'promotionId'>): string | undefined {
  return promotionId
    ? [
        promotionId,
        kind,
        scope.system ?? '',
        scope.entityRef ?? '',
        scope.environment ?? '',
      ].join(' ')
    : undefined;
}

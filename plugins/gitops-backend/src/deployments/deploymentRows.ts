import {
  Deployment,
  TargetStatus,
  targetStatusSchema,
  versionKey,
  versionSchema,
} from '@fairlead/backstage-plugin-gitops-common';
import { z } from 'zod';
import { StoredTarget } from '../targets/StoredTarget';
import {
  Lane,
  LaneClock,
  laneKey,
  NewDeployment,
  RunningDeployment,
} from './Lane';

/** A row of the table `deployments`. */
export interface DeploymentRow {
  id: string;
  entity_ref: string;
  environment: string;
  running_lane: string | null;
  version: string;
  version_key: string;
  revisions: string;
  image_targets: string;
  started_at: string;
  ended_at: string | null;
  verified_at: string | null;
  failure: string | null;
  promotion_id: string | null;
}

/** A row of the table `deployment_lanes`. */
export interface LaneRow {
  lane: string;
  entity_ref: string;
  clock: string | null;
  revision: number;
}

/** A row of the table `deployment_targets`. */
export interface SnapshotRow {
  deployment_id: string;
  target_id: string;
  status: string;
}

const textsSchema = z.array(z.string());
const clockSchema = z.object({
  key: z.string(),
  since: z.string(),
  steadySince: z.string().optional(),
});

/** The row of a version that has just become live. */
export function deploymentRowOf(
  lane: Lane & { id: string; begins: NewDeployment },
): DeploymentRow {
  const { id, entityRef, environment, begins } = lane;
  return {
    id,
    entity_ref: entityRef,
    environment,
    running_lane: laneKey(lane),
    version: JSON.stringify(begins.version),
    version_key: versionKey(begins.version),
    revisions: JSON.stringify(begins.revisions),
    image_targets: JSON.stringify(begins.imageTargets),
    started_at: begins.startedAt,
    ended_at: null,
    verified_at: null,
    failure: null,
    promotion_id: null,
  };
}

/** The deployment of a row, as others see it. */
export function deploymentOf(row: DeploymentRow): Deployment {
  return {
    id: row.id,
    entityRef: row.entity_ref,
    environment: row.environment,
    version: versionSchema.parse(JSON.parse(row.version)),
    versionKey: row.version_key,
    revisions: textsSchema.parse(JSON.parse(row.revisions)),
    startedAt: row.started_at,
    ...(row.ended_at !== null && { endedAt: row.ended_at }),
    ...(row.verified_at !== null && { verifiedAt: row.verified_at }),
    ...(row.failure !== null && { failure: row.failure }),
    ...(row.promotion_id !== null && { promotionId: row.promotion_id }),
  };
}

/** The same, with what only the next look needs. */
export function runningDeploymentOf(row: DeploymentRow): RunningDeployment {
  return {
    ...deploymentOf(row),
    imageTargets: textsSchema.parse(JSON.parse(row.image_targets)),
  };
}

/** Undefined when nothing was seen. */
export function clockOf({ clock }: LaneRow): LaneClock | undefined {
  return clock === null ? undefined : clockSchema.parse(JSON.parse(clock));
}

/** Keeps of a target what a way back is planned from. */
export function snapshotRowOf(options: {
  deploymentId: string;
  target: StoredTarget;
}): SnapshotRow {
  const { deploymentId, target } = options;
  const status: TargetStatus = {
    ...target.status,
    labels: {},
    annotations: {},
    drift: [],
    conditions: [],
    history: [],
    links: [],
  };
  return {
    deployment_id: deploymentId,
    target_id: target.id,
    status: JSON.stringify(status),
  };
}

/** Undefined when an older version of this plugin wrote something that no longer fits. */
export function snapshotTargetOf(options: {
  row: SnapshotRow;
  deployment: Deployment;
}): StoredTarget | undefined {
  const { row, deployment } = options;
  const status = targetStatusSchema.safeParse(JSON.parse(row.status));
  if (!status.success) return undefined;
  return {
    id: row.target_id,
    environment: deployment.environment,
    status: status.data,
    updatedAt: deployment.verifiedAt ?? deployment.startedAt,
  };
}

import { randomUUID } from 'node:crypto';
import { Deployment } from '@fairlead/backstage-plugin-gitops-common';
import { Knex } from 'knex';
import { inChunks } from '../store/inChunks';
import { StoredTarget } from '../targets/StoredTarget';
import {
  clockOf,
  deploymentOf,
  deploymentRowOf,
  DeploymentRow,
  LaneRow,
  runningDeploymentOf,
  snapshotRowOf,
  SnapshotRow,
  snapshotTargetOf,
} from './deploymentRows';
import { Lane, laneKey, LaneState, LaneStep } from './Lane';

/** For so many deployments of a lane it is kept what their targets looked like. */
const snapshotsPerLane = 50;
const listLimit = 200;

/** A lane as it was read: a step is only written on top of this `revision`. */
export interface StoredLane extends LaneState {
  revision: number;
}

/** How a promotion ended. */
export interface DeploymentOutcome {
  promotionId: string;
  verified: boolean;
  message: string;
  at: Date;
}

interface WriteOptions {
  lane: Lane;
  /** As it was read. */
  revision: number;
  targets: readonly StoredTarget[];
}

/**
 * Deployments of all lanes.
 *
 * @remarks
 * Two guarantees come from the database, however many replicas look at a lane: it has at most one deployment that
 * runs, and a step is written only on top of the revision that it was decided on.
 */
export class DeploymentsStore {
  readonly #knex: Knex;

  static create(options: { knex: Knex }): DeploymentsStore {
    return new DeploymentsStore(options.knex);
  }

  private constructor(knex: Knex) {
    this.#knex = knex;
  }

  /** Newest first; of each environment no more than `limit`, so that a busy one hides nothing of the others. */
  async list(filter: {
    entityRef: string;
    environment?: string;
    limit?: number;
  }): Promise<Deployment[]> {
    const { entityRef, environment, limit = listLimit } = filter;
    const numbered = this.#knex('deployments')
      .where({
        entity_ref: entityRef,
        ...(environment !== undefined && { environment }),
      })
      .select('*')
      .rowNumber('place', over =>
        over
          .partitionBy('environment')
          .orderBy('started_at', 'desc')
          .orderBy('seq', 'desc'),
      );
    const rows: DeploymentRow[] = await this.#knex
      .from(numbered.as('numbered'))
      .where('place', '<=', limit)
      .orderBy('started_at', 'desc')
      .orderBy('seq', 'desc');
    return rows.map(deploymentOf);
  }

  async get(id: string): Promise<Deployment | undefined> {
    const row = await this.#knex<DeploymentRow>('deployments')
      .where({ id })
      .first();
    return row && deploymentOf(row);
  }

  /** What the targets of a deployment looked like; undefined when that was not kept. */
  async targetsAt(id: string): Promise<StoredTarget[] | undefined> {
    const deployment = await this.get(id);
    if (!deployment) return undefined;
    const rows = await this.#knex<SnapshotRow>('deployment_targets')
      .where({ deployment_id: id })
      .orderBy('target_id');
    const targets = rows.flatMap(
      row => snapshotTargetOf({ row, deployment }) ?? [],
    );
    return targets.length > 0 && targets.length === rows.length
      ? targets
      : undefined;
  }

  /** What is remembered of lanes, by {@link laneKey}: of some services, or of all. */
  async lanes(
    options: { entityRefs?: string[] } = {},
  ): Promise<Map<string, StoredLane>> {
    const lanes = new Map<string, StoredLane>();
    // Their revisions come first: what is written in between makes them stale, and never what was read after.
    await this.#eachOf(options, async chosen => {
      const rows = await this.#knex<LaneRow>('deployment_lanes').where(chosen);
      for (const row of rows) {
        lanes.set(row.lane, { revision: row.revision, clock: clockOf(row) });
      }
    });
    await this.#eachOf(options, async chosen => {
      const rows = await this.#knex<DeploymentRow>('deployments')
        .whereNotNull('running_lane')
        .where(chosen);
      for (const row of rows) {
        const lane = lanes.get(row.running_lane ?? '');
        if (lane) lane.running = runningDeploymentOf(row);
      }
    });
    return lanes;
  }

  /** Returns false, and writes nothing, when somebody else has written to the lane since it was read. */
  async write(options: WriteOptions & { step: LaneStep }): Promise<boolean> {
    const { lane, step, targets } = options;
    const { begins, verifiedAt } = step;
    const clock = verifiedAt ? undefined : step.clock;
    return this.#onTop({ ...options, clock }, async tx => {
      if (begins) {
        await tx<DeploymentRow>('deployments')
          .where({ running_lane: laneKey(lane) })
          .update({ running_lane: null, ended_at: begins.startedAt });
        await tx<DeploymentRow>('deployments').insert(
          deploymentRowOf({ ...lane, id: randomUUID(), begins }),
        );
        await forgetSnapshots(tx, lane);
      }
      if (verifiedAt) {
        await runningIn(tx, lane).update({ verified_at: verifiedAt });
      }
      if (begins || verifiedAt) await keepSnapshot({ tx, lane, targets });
    });
  }

  /** Writes how a promotion ended to what runs; false as for {@link write}. */
  async writeOutcome(
    options: WriteOptions & { outcome: DeploymentOutcome },
  ): Promise<boolean> {
    const { lane, targets, outcome } = options;
    const { promotionId, verified, message, at } = outcome;
    return this.#onTop(options, async tx => {
      await runningIn(tx, lane).update({
        promotion_id: promotionId,
        verified_at: verified ? at.toISOString() : null,
        failure: verified ? null : message,
      });
      if (verified) await keepSnapshot({ tx, lane, targets });
    });
  }

  async #onTop(
    options: WriteOptions & Pick<LaneStep, 'clock'>,
    write: (tx: Knex.Transaction) => Promise<void>,
  ): Promise<boolean> {
    const { lane, revision, clock } = options;
    const key = laneKey(lane);
    return this.#knex.transaction(async tx => {
      if (revision === 0) {
        await tx<LaneRow>('deployment_lanes')
          .insert({
            lane: key,
            entity_ref: lane.entityRef,
            clock: null,
            revision: 0,
          })
          .onConflict('lane')
          .ignore();
      }
      const taken = await tx<LaneRow>('deployment_lanes')
        .where({ lane: key, revision })
        .update({
          clock: clock ? JSON.stringify(clock) : null,
          revision: revision + 1,
        });
      if (taken === 0) return false;
      await write(tx);
      return true;
    });
  }

  async #eachOf(
    { entityRefs }: { entityRefs?: string[] },
    read: (chosen: (query: Knex.QueryBuilder) => void) => Promise<void>,
  ): Promise<void> {
    if (!entityRefs) {
      await read(() => {});
      return;
    }
    await inChunks(entityRefs, chunk =>
      read(query => query.whereIn('entity_ref', chunk)),
    );
  }
}

function runningIn(tx: Knex.Transaction, lane: Lane) {
  return tx<DeploymentRow>('deployments').where({
    running_lane: laneKey(lane),
  });
}

async function keepSnapshot(options: {
  tx: Knex.Transaction;
  lane: Lane;
  targets: readonly StoredTarget[];
}): Promise<void> {
  const { tx, lane, targets } = options;
  const row = await runningIn(tx, lane).first();
  if (!row || targets.length === 0) return;
  await tx<SnapshotRow>('deployment_targets')
    .where({ deployment_id: row.id })
    .delete();
  await inChunks(targets, chunk =>
    tx<SnapshotRow>('deployment_targets').insert(
      chunk.map(target => snapshotRowOf({ deploymentId: row.id, target })),
    ),
  );
}

async function forgetSnapshots(
  tx: Knex.Transaction,
  { entityRef, environment }: Lane,
): Promise<void> {
  const kept: string[] = await tx<DeploymentRow>('deployments')
    .where({ entity_ref: entityRef, environment })
    .orderBy('started_at', 'desc')
    .orderBy('seq', 'desc')
    .limit(snapshotsPerLane)
    .pluck('id');
  await tx<SnapshotRow>('deployment_targets')
    .whereIn(
      'deployment_id',
      tx('deployments')
        .where({ entity_ref: entityRef, environment })
        .whereNotIn('id', kept)
        .select('id'),
    )
    .delete();
}

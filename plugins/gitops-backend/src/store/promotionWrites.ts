import { Knex } from 'knex';
import { PlannedContents } from '../promotions/plan/PromotionPlanner';
import {
  NewPromotionEvent,
  TrackedPromotion,
} from '../promotions/TrackedPromotion';
import { StaleRevisionError } from './promotionErrors';

/**
 * Whoever waits in a lane keeps nobody out of it, so of two who come at once only one may go by what both have read.
 * Throws {@link StaleRevisionError} for the other.
 */
export async function refuseOtherLane(options: {
  tx: Knex.Transaction;
  underWay: readonly TrackedPromotion[];
  newer: TrackedPromotion;
}): Promise<void> {
  const { tx, underWay, newer } = options;
  const ids = underWay.map(({ id }) => id);
  if (ids.length === 0) return;
  await tx('promotions')
    .whereIn('id', ids)
    .orderBy('id')
    .forUpdate()
    .select('id');
  const now: string[] = await tx('promotions')
    .where({ entity_ref: newer.entityRef, to_environment: newer.to })
    .whereNull('finished_at')
    .pluck('id');
  if (now.length !== ids.length || now.some(id => !ids.includes(id))) {
    throw new StaleRevisionError(
      `The promotions of ${newer.entityRef} to ${newer.to} are others by now`,
    );
  }
}

/** Notes on a promotion that a newer one shall take its place. Throws {@link StaleRevisionError} when it was changed since. */
export async function askToGiveWay(options: {
  tx: Knex.Transaction;
  older: TrackedPromotion;
  newer: TrackedPromotion;
}): Promise<void> {
  const { tx, older, newer } = options;
  const { id, revision } = older;
  const by = { by: newer.id, at: newer.createdAt };
  const written = await tx('promotions')
    .where({ id, revision })
    .update({
      tracking: JSON.stringify({ ...older.tracking, supersede: by }),
      revision: revision + 1,
    });
  if (written === 0) {
    throw new StaleRevisionError(
      `Promotion ${id} was changed by someone else at the same time`,
    );
  }
}

interface FileRow {
  promotion_id: string;
  path: string;
  content: string;
  tree_id: string | null;
}

/** Writes what a plan writes to Git, until it is written there. */
export async function writeContents(options: {
  tx: Knex.Transaction;
  id: string;
  written: PlannedContents;
}): Promise<void> {
  const { tx, id, written } = options;
  const files: FileRow[] = [...written.contents].map(([path, content]) => ({
    promotion_id: id,
    path,
    content,
    tree_id: null,
  }));
  const directories: FileRow[] = [...(written.directories ?? [])].map(
    ([path, treeId]) => ({
      promotion_id: id,
      path,
      content: '',
      tree_id: treeId,
    }),
  );
  await tx.batchInsert('promotion_files', [...files, ...directories], 50);
}

/** Adds to a timeline. An entry whose key is there stays as it is. */
export async function insertEvents(options: {
  tx: Knex.Transaction;
  id: string;
  at: string;
  events: NewPromotionEvent[];
}): Promise<void> {
  const { tx, id, at, events } = options;
  for (const { key, type, message, actor, link } of events) {
    await tx('promotion_events')
      .insert({
        promotion_id: id,
        dedupe_key: key,
        at,
        type,
        message,
        actor: actor ?? null,
        link: link ?? null,
      })
      .onConflict(['promotion_id', 'dedupe_key'])
      .ignore();
  }
}

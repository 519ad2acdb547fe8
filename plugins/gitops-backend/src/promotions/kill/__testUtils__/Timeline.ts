import { PromotionState } from '@fairlead/backstage-plugin-gitops-common';
import { Knex } from 'knex';
import { z } from 'zod';

const rowSchema = z.object({
  promotion_id: z.string(),
  revision: z.number(),
  state: z.string(),
});

/** Every write of a promotion, noted by the database itself. */
export interface NotedWrite {
  id: string;
  revision: number;
  state: string;
}

/** Lets the database note each write of a promotion, whoever makes it. */
export async function noteWrites(knex: Knex): Promise<void> {
  await knex.schema.createTable('noted_writes', table => {
    table.increments('seq');
    table.string('promotion_id');
    table.integer('revision');
    table.string('state');
  });
  await knex.raw(`
    create function note_write() returns trigger language plpgsql as $$
    begin
      insert into noted_writes (promotion_id, revision, state)
      values (new.id, new.revision, new.state);
      return new;
    end $$`);
  await knex.raw(`
    create trigger note_write after insert or update of revision on promotions
    for each row execute function note_write()`);
}

/** In the order in which they were made. */
export async function notedWrites(knex: Knex): Promise<NotedWrite[]> {
  const rows = await knex('noted_writes').orderBy('seq');
  return z
    .array(rowSchema)
    .parse(rows)
    .map(({ promotion_id: id, ...rest }) => ({ id, ...rest }));
}

const stateOfEvent: Partial<Record<string, PromotionState>> = {
  turn: 'planned',
  opened: 'open',
  merged: 'merged',
  synced: 'synced',
  settling: 'settling',
  unsettled: 'synced',
  unsynced: 'merged',
  succeeded: 'succeeded',
  noop: 'noop',
  closed: 'closed',
  cancelled: 'cancelled',
  superseded: 'superseded',
  failed: 'failed',
  errored: 'errored',
};

/** The states that a timeline tells of. */
export function toldStates(types: readonly string[]): PromotionState[] {
  return types.flatMap(type => stateOfEvent[type] ?? []);
}

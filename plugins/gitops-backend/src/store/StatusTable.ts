import { createHash } from 'node:crypto';
import { ObjectRef } from '@fairlead/backstage-plugin-gitops-common';
import { Knex } from 'knex';
import { z } from 'zod';
import { inChunks } from './inChunks';
import { TargetSourceKey } from './TargetSourcesStore';

/** A status as it was read, and from where. */
export interface StatusPut<Status> {
  type: 'put';
  source: TargetSourceKey;
  status: Status;
}

/** What became of one object whose status is stored, with what else is stored of it. */
export type StatusWrite<Status, Rest = unknown> =
  | (StatusPut<Status> & Rest)
  | { type: 'remove' }
  /** Its object can't be understood any more: the last status stays and says so. */
  | { type: 'mark'; reason: string };

/** What a write made different. */
export interface WrittenStatuses<Status> {
  written: Map<string, Status>;
  removed: string[];
}

interface StatusRow extends TargetSourceKey {
  id: string;
  status: string;
  content_hash: string;
  updated_at: string;
}

/** A table with the statuses of one sort of objects, each with the columns that it is found by. */
export class StatusTable<Status extends { object: ObjectRef; stale?: string }> {
  readonly #options: StatusTableOptions<Status>;

  static create<Status extends { object: ObjectRef; stale?: string }>(
    options: StatusTableOptions<Status>,
  ): StatusTable<Status> {
    return new StatusTable(options);
  }

  private constructor(options: StatusTableOptions<Status>) {
    this.#options = options;
  }

  /** Writes what differs from what is stored. What is to be removed is only named, for the caller to let go first. */
  async write(
    writes: ReadonlyMap<string, StatusWrite<Status>>,
    transaction: Knex,
  ): Promise<WrittenStatuses<Status>> {
    const { table } = this.#options;
    const stored = new Map<string, StatusRow>();
    await inChunks([...writes.keys()], async chunk => {
      const rows: StatusRow[] = await transaction(table).whereIn('id', chunk);
      for (const row of rows) stored.set(row.id, row);
    });
    const written = new Map<string, Status>();
    const rows: StatusRow[] = [];
    for (const [id, write] of writes) {
      const before = stored.get(id);
      const next = this.#next(write, before);
      if (!next) continue;
      const row = this.#rowOf(id, next);
      if (row.content_hash === before?.content_hash) continue;
      rows.push(row);
      written.set(id, next.status);
    }
    await inChunks(rows, chunk =>
      transaction(table).insert(chunk).onConflict('id').merge(),
    );
    const removed = [...writes].flatMap(([id, { type }]) =>
      type === 'remove' && stored.has(id) ? id : [],
    );
    return { written, removed };
  }

  async remove(ids: readonly string[], transaction: Knex): Promise<void> {
    await inChunks(ids, chunk =>
      transaction(this.#options.table).whereIn('id', chunk).delete(),
    );
  }

  /** Ids of what is stored of a source, and not in the set. */
  async unseen(
    { cluster, resource }: TargetSourceKey,
    options: { seen: ReadonlySet<string>; database: Knex },
  ): Promise<string[]> {
    const rows: Array<{ id: string }> = await options
      .database(this.#options.table)
      .where({ cluster, resource })
      .select('id');
    return rows.map(({ id }) => id).filter(id => !options.seen.has(id));
  }

  /** Undefined when an older version of this plugin wrote something that no longer fits. */
  parse(status: string): Status | undefined {
    return this.#options.schema.safeParse(JSON.parse(status)).data;
  }

  #next(
    write: StatusWrite<Status>,
    before: StatusRow | undefined,
  ): { source: TargetSourceKey; status: Status } | undefined {
    if (write.type === 'put') return write;
    const last = before && this.parse(before.status);
    if (write.type === 'remove' || !before || !last) return undefined;
    return { source: before, status: { ...last, stale: write.reason } };
  }

  #rowOf(
    id: string,
    { source, status }: { source: TargetSourceKey; status: Status },
  ): StatusRow {
    const json = JSON.stringify(status);
    return {
      ...this.#options.columnsOf(status),
      id,
      cluster: source.cluster,
      resource: source.resource,
      status: json,
      content_hash: createHash('sha256').update(json).digest('base64'),
      updated_at: new Date().toISOString(),
    };
  }
}

/** Which table, and of what. */
export interface StatusTableOptions<Status> {
  table: string;
  schema: z.ZodType<Status>;
  /** Its own columns, besides those that all have. */
  columnsOf(status: Status): Record<string, string>;
}

/** How it goes with a source, as columns of what is read from it. */
export interface SourceState {
  state: string | null;
  since: string | null;
  message: string | null;
}

/** Adds how it goes with the source of each row: {@link SourceState}. */
export function withSourceState(
  query: Knex.QueryBuilder,
  table: string,
): Knex.QueryBuilder {
  return query
    .leftJoin('target_sources', join =>
      join
        .on('target_sources.cluster', `${table}.cluster`)
        .andOn('target_sources.resource', `${table}.resource`),
    )
    .select(
      'target_sources.state as state',
      'target_sources.since as since',
      'target_sources.message as message',
    );
}

/** Since when and why the cluster that told something can't be read. */
export function staleBySource(source: SourceState): string | undefined {
  return source.state === 'failing'
    ? `It can't be read since ${source.since}: ${source.message}`
    : undefined;
}

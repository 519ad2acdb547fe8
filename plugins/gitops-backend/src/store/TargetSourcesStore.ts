import { SourceProblem } from '@fairlead/backstage-plugin-gitops-common';
import { Knex } from 'knex';
import { storedFault } from './storedFault';

/** One kind on one cluster. `resource` is `applications.argoproj.io`. */
export interface TargetSourceKey {
  cluster: string;
  resource: string;
}

/** How reading a source goes. `absent`: the cluster does not know the kind. */
export type SourceState =
  | { state: 'reading' }
  | { state: 'absent' }
  | {
      state: 'failing';
      since: string;
      problem: Pick<SourceProblem, 'message' | 'fault' | 'remedy'>;
    };

/** Where a watch may go on, whichever replica read so far. */
export interface ResumePoint {
  resourceVersion: string;
  listedAt: string;
}

interface SourceRow extends TargetSourceKey {
  kind: string;
  state: string;
  since: string;
  message: string | null;
  fault: string | null;
  remedy: string | null;
  confirmed_at: string | null;
  attended_at: string | null;
  listed_at: string | null;
  resource_version: string | null;
}

const table = 'target_sources';

/** How reading each kind on each cluster goes, and how far it got. */
export class TargetSourcesStore {
  static create(options: { database: Knex }): TargetSourcesStore {
    return new TargetSourcesStore(options.database);
  }

  private constructor(private readonly database: Knex) {}

  /** Makes the source known. Leaves it as it is when it is known already. */
  async ensure(source: TargetSourceKey & { kind: string }): Promise<void> {
    await this.database<SourceRow>(table)
      .insert({
        ...source,
        state: 'starting',
        since: new Date().toISOString(),
      })
      .onConflict(['cluster', 'resource'])
      .ignore();
  }

  /** Returns whether this is news: a source that goes on failing keeps the time since when it does. */
  async report(source: TargetSourceKey, news: SourceState): Promise<boolean> {
    const now = new Date().toISOString();
    const before = await this.#row(source);
    const sameState = before?.state === news.state;
    const problem = news.state === 'failing' ? news.problem : undefined;
    const isNews =
      !sameState || (before?.message ?? undefined) !== problem?.message;
    const began = news.state === 'failing' ? news.since : now;
    await this.database<SourceRow>(table)
      .where(source)
      .update({
        state: news.state,
        since: sameState ? before?.since : began,
        message: problem?.message ?? null,
        fault: problem?.fault ?? null,
        remedy: problem?.remedy ?? null,
        ...(news.state !== 'failing' && { confirmed_at: now }),
        ...(news.state === 'absent' && { resource_version: null }),
      });
    // That a source is read for the first time is what everyone expects.
    return (
      isNews && !(before?.state === 'starting' && news.state === 'reading')
    );
  }

  /** The cluster told everything up to here, in the transaction that stores what it told. */
  async advance(
    positions: Array<TargetSourceKey & { resourceVersion: string }>,
    transaction: Knex,
  ): Promise<void> {
    for (const { cluster, resource, resourceVersion } of positions) {
      await transaction<SourceRow>(table).where({ cluster, resource }).update({
        resource_version: resourceVersion,
        confirmed_at: new Date().toISOString(),
      });
    }
  }

  /** A full list was stored. */
  async listed(
    source: TargetSourceKey & { resourceVersion: string },
  ): Promise<void> {
    const { cluster, resource, resourceVersion } = source;
    await this.database<SourceRow>(table).where({ cluster, resource }).update({
      resource_version: resourceVersion,
      listed_at: new Date().toISOString(),
    });
  }

  async resumePoint(source: TargetSourceKey): Promise<ResumePoint | undefined> {
    const row = await this.#row(source);
    return row?.resource_version && row.listed_at
      ? { resourceVersion: row.resource_version, listedAt: row.listed_at }
      : undefined;
  }

  /** Notes that a replica reads this cluster now, or (undefined) that the one that did has stopped. */
  async attend(cluster: string, at: Date | undefined): Promise<void> {
    await this.database<SourceRow>(table)
      .where({ cluster })
      .update({ attended_at: at?.toISOString() ?? null });
  }

  /** When a replica last said that it reads this cluster. */
  async attendedAt(cluster: string): Promise<Date | undefined> {
    const rows = await this.database<SourceRow>(table)
      .where({ cluster })
      .whereNotNull('attended_at')
      .orderBy('attended_at', 'desc')
      .limit(1)
      .select('attended_at');
    const [row] = rows;
    return row?.attended_at ? new Date(row.attended_at) : undefined;
  }

  async problems(): Promise<SourceProblem[]> {
    const rows = await this.database<SourceRow>(table)
      .where({ state: 'failing' })
      .orderBy(['cluster', 'resource']);
    return rows.map(row => ({
      cluster: row.cluster,
      kind: row.kind,
      since: row.since,
      message: row.message ?? '',
      fault: storedFault(row.fault),
      ...(row.remedy && { remedy: row.remedy }),
    }));
  }

  async keys(): Promise<TargetSourceKey[]> {
    return this.database<SourceRow>(table).select('cluster', 'resource');
  }

  async remove(source: TargetSourceKey): Promise<void> {
    await this.database<SourceRow>(table).where(source).delete();
  }

  async #row(source: TargetSourceKey): Promise<SourceRow | undefined> {
    const { cluster, resource } = source;
    return this.database<SourceRow>(table).where({ cluster, resource }).first();
  }
}

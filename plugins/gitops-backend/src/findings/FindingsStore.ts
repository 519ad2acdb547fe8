import { findingSchema } from '@fairlead/backstage-plugin-gitops-common';
import { Knex } from 'knex';
import { z } from 'zod';
import { inChunks } from '../store/inChunks';
import { FoundProblem } from './rankFindings';

interface Row {
  target_id: string;
  problems: string;
  read_at: string | null;
  claimed_until: string;
}

const problemsSchema = z.array(
  findingSchema.extend({ evidence: z.string().optional() }),
);

/** What was found in the resources of a target, and when. */
export interface StoredProblems {
  problems: FoundProblem[];
  /** ISO 8601 */
  readAt: string;
}

/** What the resources of targets said when they were read, for all replicas. */
export class FindingsStore {
  static create(options: { knex: Knex }): FindingsStore {
    return new FindingsStore(options.knex);
  }

  private constructor(private readonly knex: Knex) {}

  /** By target. */
  async of(targetIds: readonly string[]): Promise<Map<string, StoredProblems>> {
    const found = new Map<string, StoredProblems>();
    await inChunks(targetIds, async chunk => {
      const rows = await this.#table()
        .whereIn('target_id', chunk)
        .whereNotNull('read_at');
      for (const row of rows) {
        // What an older version wrote and no longer fits is found anew.
        const problems = problemsSchema.safeParse(
          JSON.parse(row.problems),
        ).data;
        if (problems && row.read_at) {
          found.set(row.target_id, { problems, readAt: row.read_at });
        }
      }
    });
    return found;
  }

  /** Whether it is for the caller to read this target now: nobody else may until then. */
  async claim(options: {
    targetId: string;
    now: Date;
    until: Date;
  }): Promise<boolean> {
    const { targetId, now, until } = options;
    const claimed = await this.#table()
      .insert({
        target_id: targetId,
        problems: '[]',
        read_at: null,
        claimed_until: until.toISOString(),
      })
      .onConflict('target_id')
      .merge(['claimed_until'])
      .where('target_findings.claimed_until', '<=', now.toISOString())
      .returning('target_id');
    return claimed.length > 0;
  }

  /** Returns whether that is something new. */
  async put(
    targetId: string,
    { problems, readAt }: StoredProblems,
  ): Promise<boolean> {
    const json = JSON.stringify(problems);
    const [before] = await this.#table()
      .where({ target_id: targetId })
      .select('problems');
    await this.#table()
      .where({ target_id: targetId })
      .update({ problems: json, read_at: readAt });
    return before !== undefined && before.problems !== json;
  }

  async remove(targetIds: readonly string[]): Promise<void> {
    await inChunks(targetIds, chunk =>
      this.#table().whereIn('target_id', chunk).delete(),
    );
  }

  /** Removes what is kept of targets that are gone. */
  async prune(): Promise<void> {
    await this.#table()
      .whereNotIn('target_id', this.knex('targets').select('id'))
      .delete();
  }

  #table() {
    return this.knex<Row>('target_findings');
  }
}

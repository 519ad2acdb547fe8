import { Commit } from '@fairlead/backstage-plugin-gitops-common';
import { Knex } from 'knex';
import { inChunks } from './inChunks';

interface CommitRow {
  repo_url: string;
  sha: string;
  url: string;
  author: string;
  author_avatar: string | null;
  message: string;
  date: string;
}

/** Commits that the forge has told once. They never change, so they are kept for ever. */
export class CommitsStore {
  readonly #knex: Knex;

  static create(options: { knex: Knex }): CommitsStore {
    return new CommitsStore(options.knex);
  }

  private constructor(knex: Knex) {
    this.#knex = knex;
  }

  /** Those of the commits of a repository that are known, in no particular order. */
  async get(options: { repoUrl: string; shas: string[] }): Promise<Commit[]> {
    const shas = [...new Set(options.shas.map(sha => sha.toLowerCase()))];
    const commits: Commit[] = [];
    await inChunks(shas, async chunk => {
      const rows = await this.#knex<CommitRow>('commits')
        .where({ repo_url: options.repoUrl })
        .whereIn('sha', chunk);
      commits.push(...rows.map(fromRow));
    });
    return commits;
  }

  /** One that is known already stays as it is. */
  async add(commits: readonly Commit[]): Promise<void> {
    await inChunks(commits, chunk =>
      this.#knex<CommitRow>('commits')
        .insert(chunk.map(toRow))
        .onConflict(['repo_url', 'sha'])
        .ignore(),
    );
  }
}

function toRow(commit: Commit): CommitRow {
  return {
    repo_url: commit.repoUrl,
    sha: commit.sha.toLowerCase(),
    url: commit.url,
    author: commit.author,
    author_avatar: commit.authorAvatar ?? null,
    message: commit.message,
    date: commit.date,
  };
}

function fromRow(row: CommitRow): Commit {
  return {
    repoUrl: row.repo_url,
    sha: row.sha,
    url: row.url,
    author: row.author,
    ...(row.author_avatar !== null && { authorAvatar: row.author_avatar }),
    message: row.message,
    date: row.date,
  };
}

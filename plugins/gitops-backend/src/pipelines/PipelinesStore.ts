import { PipelineProblem } from '@fairlead/backstage-plugin-gitops-common';
import { Knex } from 'knex';
import { z } from 'zod';
import { inChunks } from '../store/inChunks';

/** Content of a pipeline file, and where it was read. */
export interface StoredFile {
  repoUrl: string;
  path: string;
  /** Commit at which this content was read first. */
  sha: string;
  blobSha: string;
  url: string;
  content: string;
}

/** What is known about the pipeline file of one service. */
export interface StoredPipelineFile {
  entityRef: string;
  /** The last content that had no mistakes; absent when there is none. */
  good?: StoredFile;
  /** Mistakes in the content that is there now. */
  problems: PipelineProblem[];
}

interface Row {
  entity_ref: string;
  repo_url: string | null;
  path: string | null;
  sha: string | null;
  blob_sha: string | null;
  url: string | null;
  content: string | null;
  problems: string;
  read_at: string;
}

const problemsSchema = z.array(
  z.object({
    message: z.string(),
    file: z.string(),
    line: z.number(),
    column: z.number(),
    url: z.string().optional(),
  }),
);

/** The pipeline files of services, as they were last read. */
export class PipelinesStore {
  readonly #knex: Knex;

  static create(options: { knex: Knex }): PipelinesStore {
    return new PipelinesStore(options.knex);
  }

  private constructor(knex: Knex) {
    this.#knex = knex;
  }

  /** Undefined when it was never looked for. */
  async get(entityRef: string): Promise<StoredPipelineFile | undefined> {
    const [file] = await this.find([entityRef]);
    return file;
  }

  /** Those of the services whose file was looked for. */
  async find(entityRefs: readonly string[]): Promise<StoredPipelineFile[]> {
    const found: StoredPipelineFile[] = [];
    await inChunks([...new Set(entityRefs)], async chunk => {
      const rows = await this.#knex<Row>('pipelines').whereIn(
        'entity_ref',
        chunk,
      );
      found.push(...rows.map(fromRow));
    });
    return found;
  }

  async put(files: readonly StoredPipelineFile[]): Promise<void> {
    const readAt = new Date().toISOString();
    await inChunks(files, chunk =>
      this.#knex<Row>('pipelines')
        .insert(chunk.map(file => toRow(file, readAt)))
        .onConflict('entity_ref')
        .merge(),
    );
  }
}

function toRow(file: StoredPipelineFile, readAt: string): Row {
  const { good } = file;
  return {
    entity_ref: file.entityRef,
    repo_url: good?.repoUrl ?? null,
    path: good?.path ?? null,
    sha: good?.sha ?? null,
    blob_sha: good?.blobSha ?? null,
    url: good?.url ?? null,
    content: good?.content ?? null,
    problems: JSON.stringify(file.problems),
    read_at: readAt,
  };
}

function fromRow(row: Row): StoredPipelineFile {
  const { repo_url: repoUrl, path, sha, blob_sha: blobSha, url, content } = row;
  return {
    entityRef: row.entity_ref,
    ...(repoUrl !== null &&
      path !== null &&
      sha !== null &&
      blobSha !== null &&
      url !== null &&
      content !== null && {
        good: { repoUrl, path, sha, blobSha, url, content },
      }),
    problems: problemsSchema.parse(JSON.parse(row.problems)),
  };
}

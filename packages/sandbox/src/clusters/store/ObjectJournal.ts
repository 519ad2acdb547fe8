import fs from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { KubeObject } from '../../contracts';
import { jsonOf } from './jsonOf';
import { kubeObjectSchema } from './kubeObjectSchema';
import { objectKey } from './objectKey';
import { ObjectStore } from './ObjectStore';

const flushAfterMs = 50;
const reservedRevisions = 10_000;
const reserveEarlyBy = 100;

const lineSchema = z.union([
  z.object({
    revision: z.number(),
    resource: z.string(),
    object: kubeObjectSchema,
  }),
  z.object({
    revision: z.number(),
    resource: z.string(),
    removed: z.object({
      namespace: z.string().optional(),
      name: z.string(),
    }),
  }),
  z.object({ revision: z.number() }),
]);

type StoredObjects = Map<string, { resource: string; object: KubeObject }>;

/** What an earlier run left behind. */
export interface RestoredObjects {
  revision: number;
  objects: Iterable<{ resource: string; object: KubeObject }>;
}

/**
 * Keeps the objects of a store in a file: changes are appended a moment after
 * they happened, and the file is written anew when it has grown.
 *
 * Revisions are reserved in blocks ahead of use. After a crash the next run
 * starts beyond the block, so a revision that a client has seen never comes
 * back with another meaning, even if its change was lost.
 */
export class ObjectJournal {
  readonly #file: string;
  readonly #reservation: string;
  readonly #waiting = new Map<string, string>();
  #store: ObjectStore | undefined;
  #unsubscribe: (() => void) | undefined;
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();
  #failure: unknown;
  #lines = 0;
  #reserved = 0;

  static open(options: { dataDir: string }): {
    journal: ObjectJournal;
    restored: RestoredObjects;
  } {
    fs.mkdirSync(options.dataDir, { recursive: true });
    const journal = new ObjectJournal(options.dataDir);
    return { journal, restored: journal.#restore() };
  }

  private constructor(dataDir: string) {
    this.#file = path.join(dataDir, 'objects.ndjson');
    this.#reservation = path.join(dataDir, 'revision');
  }

  /** From now on, the file follows this store. */
  follow(store: ObjectStore): void {
    this.#store = store;
    this.#reserve(store.revision);
    this.#rewrite();
    this.#unsubscribe = store.subscribe(change => {
      const { revision, resource, object } = change;
      if (revision >= this.#reserved - reserveEarlyBy) this.#reserve(revision);
      const at = {
        namespace: object.metadata.namespace,
        name: object.metadata.name,
      };
      this.#waiting.set(
        `${resource}/${objectKey(at)}`,
        change.type === 'DELETED'
          ? JSON.stringify({ revision, resource, removed: at })
          : objectLine(revision, resource, object),
      );
      this.#timer ??= setTimeout(() => this.#flush(), flushAfterMs);
    });
  }

  /** Writes what is still waiting. Throws what has gone wrong with writing since the start. */
  async close(): Promise<void> {
    this.#unsubscribe?.();
    this.#flush();
    await this.#writing;
    if (this.#failure) throw this.#failure;
    if (!this.#store) return;
    // Nothing is unaccounted for: the next run may go on exactly here.
    await fs.promises.appendFile(
      this.#file,
      `${JSON.stringify({ revision: this.#store.revision })}\n`,
    );
    replaceFile(this.#reservation, String(this.#store.revision));
  }

  #restore(): RestoredObjects {
    const objects: StoredObjects = new Map();
    let revision = 0;
    for (const text of readIfThere(this.#file).split('\n')) {
      const line = parseLine(text);
      if (line) {
        revision = Math.max(revision, line.revision);
        applyLine(objects, line);
      }
    }
    const reserved = Number(readIfThere(this.#reservation)) || 0;
    return {
      revision:
        reserved === revision ? revision : Math.max(reserved, revision) + 1,
      objects: objects.values(),
    };
  }

  #reserve(revision: number): void {
    this.#reserved = revision + reservedRevisions;
    replaceFile(this.#reservation, String(this.#reserved));
  }

  #flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#waiting.size === 0) return;
    const lines = [...this.#waiting.values()];
    this.#waiting.clear();
    this.#lines += lines.length;
    this.#write(() =>
      fs.promises.appendFile(this.#file, `${lines.join('\n')}\n`),
    );
    if (this.#lines > 2000 + 4 * (this.#store?.size ?? 0)) this.#rewrite();
  }

  #rewrite(): void {
    const store = this.#store;
    if (!store) return;
    const lines = [JSON.stringify({ revision: store.revision })];
    for (const resource of store.resources()) {
      for (const object of store.list(resource)) {
        const revision = Number(object.metadata.resourceVersion);
        lines.push(objectLine(revision, resource, object));
      }
    }
    this.#lines = lines.length;
    this.#write(async () => {
      const next = `${this.#file}.next`;
      await fs.promises.writeFile(next, `${lines.join('\n')}\n`);
      await fs.promises.rename(next, this.#file);
    });
  }

  #write(work: () => Promise<void>): void {
    this.#writing = this.#writing.then(work).catch(error => {
      if (this.#failure === undefined) {
        process.emitWarning(
          `The objects of a sandbox cluster could not be saved to ${this.#file}: ${error}`,
        );
      }
      this.#failure ??= error;
    });
  }
}

function objectLine(revision: number, resource: string, object: KubeObject) {
  return `{"revision":${revision},"resource":${JSON.stringify(resource)},"object":${jsonOf(object)}}`;
}

function parseLine(text: string): z.infer<typeof lineSchema> | undefined {
  if (!text) return undefined;
  try {
    return lineSchema.parse(JSON.parse(text));
  } catch {
    // A crash can tear the last line: what it said is lost, the rest is good.
    return undefined;
  }
}

function applyLine(
  objects: StoredObjects,
  line: z.infer<typeof lineSchema>,
): void {
  if ('object' in line) {
    const { resource, object } = line;
    objects.set(`${resource}/${objectKey(object.metadata)}`, {
      resource,
      object,
    });
  } else if ('removed' in line) {
    objects.delete(`${line.resource}/${objectKey(line.removed)}`);
  }
}

function readIfThere(file: string): string {
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : '';
}

function replaceFile(file: string, text: string): void {
  fs.writeFileSync(`${file}.next`, text);
  fs.renameSync(`${file}.next`, file);
}

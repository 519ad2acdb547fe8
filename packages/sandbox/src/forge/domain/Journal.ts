import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'fs';
import { dirname } from 'path';
import { z } from 'zod';

const lineSchema = z.union([
  z.object({ nextId: z.number().int() }),
  z.object({ kind: z.string(), id: z.number().int(), value: z.unknown() }),
]);

/**
 * A file to which each change is appended before it counts, so that a process may die at any moment. The last line may
 * be torn and is then ignored; the file is compacted when it is opened.
 */
export class Journal {
  static open(file: string): Journal {
    mkdirSync(dirname(file), { recursive: true });
    const journal = new Journal(file);
    if (existsSync(file)) journal.#replay(readFileSync(file, 'utf8'));
    journal.#compact();
    return journal;
  }

  readonly #values = new Map<string, Map<number, unknown>>();
  #nextId = 1;

  private constructor(private readonly file: string) {}

  /** An id that no object of any kind has or had. */
  newId(): number {
    return this.#nextId++;
  }

  values(kind: string): unknown[] {
    return [...(this.#values.get(kind)?.values() ?? [])];
  }

  /** Stores a value, or forgets it when it is undefined. */
  put(kind: string, change: { id: number; value: unknown }): void {
    appendFileSync(this.file, `${JSON.stringify({ kind, ...change })}\n`);
  }

  #replay(text: string): void {
    const lines = text.split('\n').filter(Boolean);
    lines.forEach((line, index) => {
      const parsed = lineSchema.safeParse(parseJson(line));
      if (!parsed.success) {
        if (index === lines.length - 1) return;
        throw new Error(`${this.file}:${index + 1} is damaged`);
      }
      if ('nextId' in parsed.data) {
        this.#nextId = Math.max(this.#nextId, parsed.data.nextId);
        return;
      }
      const { kind, id, value } = parsed.data;
      const values = this.#values.get(kind) ?? new Map<number, unknown>();
      this.#values.set(kind, values);
      if (value === undefined) values.delete(id);
      else values.set(id, value);
      this.#nextId = Math.max(this.#nextId, id + 1);
    });
  }

  #compact(): void {
    const lines = [
      JSON.stringify({ nextId: this.#nextId }),
      ...[...this.#values].flatMap(([kind, values]) =>
        [...values].map(([id, value]) => JSON.stringify({ kind, id, value })),
      ),
    ];
    const temporary = `${this.file}.new`;
    writeFileSync(temporary, `${lines.join('\n')}\n`);
    renameSync(temporary, this.file);
  }
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

import { NotFoundError } from '@backstage/errors';
import { z } from 'zod';
import { Journal } from './Journal';

/** All objects of one kind: in memory, and in the journal. Those that are handed out are never changed afterwards. */
export class Collection<T extends { id: number }> {
  static open<S extends { id: number }>(options: {
    journal: Journal;
    kind: string;
    schema: z.ZodType<S>;
  }): Collection<S> {
    const { journal, kind, schema } = options;
    const all = journal.values(kind).map(value => schema.parse(value));
    return new Collection(
      journal,
      kind,
      new Map(all.map(object => [object.id, object])),
    );
  }

  private constructor(
    private readonly journal: Journal,
    private readonly kind: string,
    private readonly objects: Map<number, T>,
  ) {}

  /** Throws NotFoundError when there is none. */
  get(id: number): T {
    const object = this.objects.get(id);
    if (!object) throw new NotFoundError(`There is no ${this.kind} ${id}`);
    return object;
  }

  find(matches: (object: T) => boolean): T | undefined {
    for (const object of this.objects.values()) {
      if (matches(object)) return object;
    }
    return undefined;
  }

  /** Oldest first. */
  filter(matches: (object: T) => boolean): T[] {
    return [...this.objects.values()].filter(matches);
  }

  newId(): number {
    return this.journal.newId();
  }

  /** Adds it, or replaces the one with the same id. */
  put(object: T): T {
    this.journal.put(this.kind, { id: object.id, value: object });
    this.objects.set(object.id, object);
    return object;
  }

  update(id: number, change: Partial<T>): T {
    return this.put({ ...this.get(id), ...change });
  }

  delete(id: number): void {
    if (!this.objects.has(id)) return;
    this.journal.put(this.kind, { id, value: undefined });
    this.objects.delete(id);
  }
}

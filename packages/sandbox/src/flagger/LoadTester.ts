import { z } from 'zod';

/** A gate of a canary, or its order to roll back, and whether it is given. */
export const gateSchema = z.strictObject({
  namespace: z.string().min(1),
  name: z.string().min(1),
  kind: z.enum(['gate', 'rollback']).default('gate'),
  open: z.boolean(),
});

/** See {@link gateSchema}. */
export type Gate = z.infer<typeof gateSchema>;

/**
 * What answers webhooks of canaries: gates that people open and close. They are closed at first, stay open once they
 * are opened, and are forgotten when the process ends.
 */
export class LoadTester {
  readonly #open = new Map<string, Omit<Gate, 'open'>>();

  static create(): LoadTester {
    return new LoadTester();
  }

  private constructor() {}

  set({ open, ...gate }: Gate): void {
    if (open) this.#open.set(keyOf(gate), gate);
    else this.#open.delete(keyOf(gate));
  }

  opened(): Array<Omit<Gate, 'open'>> {
    return [...this.#open.values()];
  }

  /** Whether a webhook lets a canary pass. What is no gate does. */
  passes(url: string, canary: { namespace: string; name: string }): boolean {
    const { pathname } = new URL(url);
    const kind = pathname.startsWith('/rollback') ? 'rollback' : 'gate';
    if (pathname.endsWith('/halt')) return false;
    return (
      !pathname.endsWith('/check') || this.#open.has(keyOf({ ...canary, kind }))
    );
  }
}

function keyOf({ kind, namespace, name }: Omit<Gate, 'open'>): string {
  return `${kind}/${namespace}/${name}`;
}

import { isError, NotAllowedError } from '@backstage/errors';
import pLimit from 'p-limit';

const atOnce = 6;

/** Reads many things a few at a time; what can't be read becomes a sentence, and the rest goes on. */
export class Attempts {
  readonly #limit = pLimit(atOnce);
  readonly #problems = new Set<string>();

  static create(options: { signal: AbortSignal }): Attempts {
    return new Attempts(options.signal);
  }

  private constructor(private readonly signal: AbortSignal) {}

  get problems(): string[] {
    return [...this.#problems];
  }

  note(problem: string): void {
    this.#problems.add(problem);
  }

  /** Undefined when it failed. `right`: what the portal's account has to be allowed for it. */
  async read<T>(
    read: () => Promise<T>,
    right: { verb: string; resource: string; where: string },
  ): Promise<T | undefined> {
    return this.#limit(async () => {
      if (this.signal.aborted) return undefined;
      try {
        return await read();
      } catch (error) {
        // Whoever ended it says so once.
        if (!this.signal.aborted) this.note(problemOf(error, right));
        return undefined;
      }
    });
  }
}

function problemOf(
  error: unknown,
  { verb, resource, where }: { verb: string; resource: string; where: string },
): string {
  if (error instanceof NotAllowedError) {
    return `The portal may not ${verb} ${resource} ${where}. Give its account on that cluster the right "${verb}" on "${resource}" to see them here.`;
  }
  return `${isError(error) ? error.message : error}`;
}

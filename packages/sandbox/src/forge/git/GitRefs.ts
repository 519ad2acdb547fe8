import { ConflictError, InputError } from '@backstage/errors';
import { GitError, gitLines, runGit } from './runGit';

/** What Git writes where there is no object. */
export const NO_OBJECT = '0'.repeat(40);

/** A ref that moved. `before` or `after` is {@link NO_OBJECT} when it was created or deleted. */
export interface RefMove {
  ref: string;
  before: string;
  after: string;
}

/**
 * The refs of one repository. They are kept in memory, and each move is reported exactly once: by the call that made
 * it, or by the first {@link GitRefs.sync} after a push.
 */
export class GitRefs {
  static async open(directory: string): Promise<GitRefs> {
    const refs = new GitRefs(directory);
    await refs.sync();
    return refs;
  }

  #known = new Map<string, string>();
  #queue: Promise<unknown> = Promise.resolve();

  private constructor(private readonly directory: string) {}

  /** The object that a full ref name (`refs/heads/main`) points to. */
  get(ref: string): string | undefined {
    return this.#known.get(ref);
  }

  /** Refs whose full name starts so, in alphabetical order. */
  list(prefix: string): Array<{ ref: string; sha: string }> {
    return [...this.#known]
      .filter(([ref]) => ref.startsWith(prefix))
      .map(([ref, sha]) => ({ ref, sha }))
      .sort((a, b) => (a.ref < b.ref ? -1 : 1));
  }

  /**
   * Moves, creates or deletes a ref. `from` is what it must be before: {@link NO_OBJECT} for a ref that must not
   * exist, the known value when left out. Throws ConflictError when it is something else.
   */
  async update(options: {
    ref: string;
    to: string;
    from?: string;
  }): Promise<RefMove> {
    return this.#inTurn(async () => {
      const { ref, to } = options;
      const before = this.#known.get(ref) ?? NO_OBJECT;
      const from = options.from ?? before;
      if (before !== from) {
        throw new ConflictError(
          `${ref} is at ${before} and not at ${from} as expected`,
        );
      }
      await this.#write({ ref, to, from });
      this.#remember(ref, to);
      return { ref, before, after: to };
    });
  }

  /** Reads all refs again, and returns those that have moved since. */
  async sync(): Promise<RefMove[]> {
    return this.#inTurn(async () => {
      const lines = await gitLines({
        directory: this.directory,
        args: ['for-each-ref', '--format=%(objectname) %(refname)'],
      });
      const now = new Map(
        lines.map(line => [line.slice(41), line.slice(0, 40)] as const),
      );
      const moves = [...new Set([...this.#known.keys(), ...now.keys()])]
        .map(ref => ({
          ref,
          before: this.#known.get(ref) ?? NO_OBJECT,
          after: now.get(ref) ?? NO_OBJECT,
        }))
        .filter(({ before, after }) => before !== after);
      this.#known = now;
      return moves;
    });
  }

  async #write(options: {
    ref: string;
    to: string;
    from: string;
  }): Promise<void> {
    const { ref, to, from } = options;
    try {
      await runGit({
        directory: this.directory,
        args:
          to === NO_OBJECT
            ? ['update-ref', '-d', ref, from]
            : ['update-ref', ref, to, from],
      });
    } catch (error) {
      if (!(error instanceof GitError)) throw error;
      if (/but expected|already exists/.test(error.stderr)) {
        throw new ConflictError(`${ref} has just been moved`, error);
      }
      throw new InputError(
        `Git does not accept ${ref} at ${to}: ${error.stderr.trim()}`,
        error,
      );
    }
  }

  #remember(ref: string, sha: string): void {
    if (sha === NO_OBJECT) this.#known.delete(ref);
    else this.#known.set(ref, sha);
  }

  async #inTurn<T>(run: () => Promise<T>): Promise<T> {
    const result = this.#queue.then(run);
    this.#queue = result.catch(() => undefined);
    return result;
  }
}

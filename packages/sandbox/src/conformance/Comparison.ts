import { KubeObject } from '../contracts';
import { Difference, differencesOf } from './differencesOf';

/** A difference that may be, and why. */
export interface Allowance {
  /** Where: this path, or one below it. */
  path: string;
  /** Only for objects of this kind. */
  kind?: string;
  /** Only at these stages. */
  stages?: readonly string[];
  because: string;
}

/** Holds stand-ins' objects against recorded ones, stage by stage, and tells what nothing explains. */
export class Comparison {
  readonly #allowances: readonly Allowance[];
  readonly #used = new Set<Allowance>();
  readonly #unexplained: string[] = [];

  static create(options: { allowances: readonly Allowance[] }): Comparison {
    return new Comparison(options.allowances);
  }

  private constructor(allowances: readonly Allowance[]) {
    this.#allowances = allowances;
  }

  compare(options: {
    stage: string;
    real: KubeObject;
    standIn: KubeObject;
  }): void {
    const { stage, real, standIn } = options;
    for (const difference of differencesOf({ real, standIn })) {
      const allowance = this.#allowances.find(each =>
        isMeant(each, { stage, kind: real.kind, path: difference.path }),
      );
      if (allowance) this.#used.add(allowance);
      else {
        this.#unexplained.push(`${stage}, ${real.kind} ${textOf(difference)}`);
      }
    }
  }

  /** One line each: stage, kind, path, and what either has there. */
  get unexplained(): readonly string[] {
    return this.#unexplained;
  }

  /** Allowances that nothing needs any more. */
  get unused(): readonly Allowance[] {
    return this.#allowances.filter(each => !this.#used.has(each));
  }
}

function isMeant(
  { path, kind, stages }: Allowance,
  at: { stage: string; kind: string; path: string },
): boolean {
  const isThere =
    at.path === path ||
    ['.', '['].some(next => at.path.startsWith(path + next));
  return (
    isThere &&
    (kind === undefined || kind === at.kind) &&
    (stages === undefined || stages.includes(at.stage))
  );
}

function textOf({ path, real, standIn }: Difference): string {
  if (standIn === undefined) return `${path}: lacks ${real}`;
  if (real === undefined) return `${path}: has ${standIn}`;
  return `${path}: ${standIn} instead of ${real}`;
}

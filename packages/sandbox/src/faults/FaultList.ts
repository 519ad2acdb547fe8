import { FaultRule, Faults } from '../contracts';

type Known = { id: string } & FaultRule;

/** The faults that are on, in memory. */
export class FaultList implements Faults {
  #rules: Known[] = [];
  #nextId = 1;
  readonly #listeners = new Set<() => void>();

  static create(): FaultList {
    return new FaultList();
  }

  private constructor() {}

  add(rule: FaultRule): Known {
    const known = { ...rule, id: String(this.#nextId++) };
    this.#rules.push(known);
    this.#changed();
    return { ...known };
  }

  remove(id: string): void {
    this.#rules = this.#rules.filter(rule => rule.id !== id);
    this.#changed();
  }

  clear(): void {
    this.#rules = [];
    this.#changed();
  }

  list(): Known[] {
    return this.#rules.map(rule => ({ ...rule }));
  }

  take(request: Parameters<Faults['take']>[0]): FaultRule | undefined {
    const rule = this.#rules.find(each => strikes(each, request));
    if (rule?.times !== undefined) {
      rule.times -= 1;
      if (rule.times <= 0) this.remove(rule.id);
    }
    return rule;
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #changed() {
    for (const listener of this.#listeners) listener();
  }
}

function strikes(
  rule: FaultRule,
  request: Parameters<Faults['take']>[0],
): boolean {
  return (
    rule.surface === request.surface &&
    (!request.types || request.types.includes(rule.fault.type)) &&
    (!rule.method || rule.method === request.method) &&
    (!rule.path || new RegExp(rule.path).test(request.path ?? ''))
  );
}

import { RolloutStatus } from '@fairlead/backstage-plugin-gitops-common';
import { storedTarget } from '../../services/__testUtils__/storedTarget';
import {
  StoredTarget,
  TargetCondition,
  TargetsChange,
  TargetsReader,
} from '../../targets/StoredTarget';

type StatusPart = Partial<StoredTarget['status']>;

/** Targets that a test moves by hand. */
export class ScriptedTargets implements TargetsReader {
  readonly #targets = new Map<string, StoredTarget>();
  readonly #listeners = new Set<(change: TargetsChange) => void>();

  /** Adds a target that runs one version. */
  add(options: Parameters<typeof storedTarget>[0]): StoredTarget {
    const target = storedTarget(options);
    this.#targets.set(target.id, target);
    return target;
  }

  /** Changes a target as its cluster would. */
  update(
    id: string,
    change: StatusPart & { unreachable?: StoredTarget['unreachable'] | null },
  ): void {
    const before = this.get(id);
    const { unreachable = before.unreachable, ...status } = change;
    const { unreachable: _, ...rest } = before;
    this.#targets.set(id, {
      ...rest,
      ...(unreachable && { unreachable }),
      status: { ...before.status, ...status },
    });
    this.#tell({ changed: [id] });
  }

  /** Changes the rollouts of a target as their controllers would. */
  rollOut(id: string, ...rollouts: RolloutStatus[]): void {
    this.#targets.set(id, { ...this.get(id), rollouts });
    this.#tell({ changed: [id] });
  }

  remove(id: string): void {
    this.#targets.delete(id);
    this.#tell({ removed: [id] });
  }

  get(id: string): StoredTarget {
    const target = this.#targets.get(id);
    if (!target) throw new Error(`there is no target ${id}`);
    return target;
  }

  async find(conditions: TargetCondition[]): Promise<StoredTarget[]> {
    const ids = conditions.map(each => ('id' in each ? each.id : ''));
    return [...this.#targets.values()].filter(({ id }) => ids.includes(id));
  }

  async all(): Promise<StoredTarget[]> {
    return [...this.#targets.values()];
  }

  async problems() {
    return [];
  }

  onChange(listener: (change: TargetsChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #tell(change: Partial<TargetsChange>): void {
    for (const listener of this.#listeners) {
      listener({
        changed: [],
        added: [],
        removed: [],
        clusters: [],
        ...change,
      });
    }
  }
}

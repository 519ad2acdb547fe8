import { fairleadAnnotations } from '@fairlead/backstage-plugin-gitops-common';
import { StoredTarget, TargetCondition } from '../targets/StoredTarget';
import { EntityTargets } from './entityTargets';

/** All targets in memory, found by what conditions name, for the page that shows all services at once. */
export class TargetIndex {
  readonly #byKey = new Map<string, StoredTarget[]>();

  static create(targets: readonly StoredTarget[]): TargetIndex {
    return new TargetIndex(targets);
  }

  private constructor(targets: readonly StoredTarget[]) {
    for (const target of targets) {
      const { object, labels, annotations } = target.status;
      this.#add(`id ${target.id}`, target);
      this.#add(`name ${object.name}`, target);
      const entityRef = annotations[fairleadAnnotations.entityRef];
      if (entityRef) this.#add(`entity ${entityRef.toLowerCase()}`, target);
      for (const [key, value] of Object.entries(labels)) {
        this.#add(`label ${key}=${value}`, target);
      }
    }
  }

  find(selection: EntityTargets): StoredTarget[] {
    const found = new Map<string, StoredTarget>();
    for (const condition of selection.conditions) {
      for (const target of this.#candidates(condition)) {
        if (holds(condition, target) && isSelected(selection, target)) {
          found.set(target.id, target);
        }
      }
    }
    return [...found.values()];
  }

  #candidates(condition: TargetCondition): StoredTarget[] {
    return this.#byKey.get(keyOf(condition)) ?? [];
  }

  #add(key: string, target: StoredTarget) {
    const list = this.#byKey.get(key);
    if (list) list.push(target);
    else this.#byKey.set(key, [target]);
  }
}

/** What the conditions alone can't say: the narrowing by destination namespace and cluster. */
export function isSelected(
  selection: EntityTargets,
  target: StoredTarget,
): boolean {
  const { destinationNamespace, clusters } = selection;
  const { destination, object } = target.status;
  return (
    (!destinationNamespace || destination.namespace === destinationNamespace) &&
    (!clusters || clusters.includes(object.cluster))
  );
}

function keyOf(condition: TargetCondition): string {
  if ('id' in condition) return `id ${condition.id}`;
  if ('entityRef' in condition) {
    return `entity ${condition.entityRef.toLowerCase()}`;
  }
  if (condition.name) return `name ${condition.name}`;
  const [first] = Object.entries(condition.labels ?? {});
  return first ? `label ${first[0]}=${first[1]}` : '';
}

function holds(condition: TargetCondition, target: StoredTarget): boolean {
  if ('id' in condition || 'entityRef' in condition) return true;
  const { object, labels } = target.status;
  return (
    (!condition.name || object.name === condition.name) &&
    (!condition.namespace || object.namespace === condition.namespace) &&
    (!condition.cluster || object.cluster === condition.cluster) &&
    Object.entries(condition.labels ?? {}).every(
      ([key, value]) => labels[key] === value,
    )
  );
}

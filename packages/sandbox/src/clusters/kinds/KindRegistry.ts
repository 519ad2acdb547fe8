import { apiVersionOf, ResourceKind } from './ResourceKind';

/** The kinds that a cluster serves now. Custom ones come and go with their definitions. */
export class KindRegistry {
  readonly #byPath = new Map<string, ResourceKind>();
  readonly #byKind = new Map<string, ResourceKind>();

  static create(kinds: readonly ResourceKind[]): KindRegistry {
    const registry = new KindRegistry();
    registry.add(kinds);
    return registry;
  }

  private constructor() {}

  add(kinds: readonly ResourceKind[]): void {
    for (const kind of kinds) {
      const apiVersion = apiVersionOf(kind);
      this.#byPath.set(`${apiVersion}/${kind.plural}`, kind);
      this.#byKind.set(`${apiVersion}/${kind.kind}`, kind);
    }
  }

  /** All versions of a custom resource. */
  remove(resource: { group: string; plural: string }): void {
    for (const kind of this.all()) {
      if (kind.group === resource.group && kind.plural === resource.plural) {
        const apiVersion = apiVersionOf(kind);
        this.#byPath.delete(`${apiVersion}/${kind.plural}`);
        this.#byKind.delete(`${apiVersion}/${kind.kind}`);
      }
    }
  }

  byPlural(apiVersion: string, plural: string): ResourceKind | undefined {
    return this.#byPath.get(`${apiVersion}/${plural}`);
  }

  byKind(apiVersion: string, kind: string): ResourceKind | undefined {
    return this.#byKind.get(`${apiVersion}/${kind}`);
  }

  /** Any version of a resource: `deployments.apps`. */
  byResource(resource: {
    group: string;
    plural: string;
  }): ResourceKind | undefined {
    return this.all().find(
      kind => kind.group === resource.group && kind.plural === resource.plural,
    );
  }

  all(): ResourceKind[] {
    return [...this.#byPath.values()];
  }
}

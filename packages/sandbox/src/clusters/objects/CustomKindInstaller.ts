import { KubeObject } from '../../contracts';
import { definitionsResource } from '../kinds/builtInKinds';
import { kindsOf, parseDefinition } from '../kinds/customKinds';
import { KindRegistry } from '../kinds/KindRegistry';
import { resourceOf } from '../kinds/ResourceKind';
import { ObjectStore } from '../store/ObjectStore';

/** Serves a custom resource for as long as its definition is stored. */
export class CustomKindInstaller {
  readonly #store: ObjectStore;
  readonly #kinds: KindRegistry;

  /** Installs what the store holds already, and follows it from then on. */
  static start(options: {
    store: ObjectStore;
    kinds: KindRegistry;
  }): CustomKindInstaller {
    const installer = new CustomKindInstaller(options);
    installer.#start();
    return installer;
  }

  private constructor(options: { store: ObjectStore; kinds: KindRegistry }) {
    this.#store = options.store;
    this.#kinds = options.kinds;
  }

  #start(): void {
    for (const object of this.#store.list(definitionsResource)) {
      this.#install(object);
    }
    this.#store.subscribe(({ resource, type, object, previous }) => {
      if (resource !== definitionsResource) return;
      if (type === 'DELETED') this.#uninstall(object);
      else if (
        !previous ||
        previous.metadata.generation !== object.metadata.generation
      ) {
        this.#install(object);
      }
    });
  }

  #install(object: KubeObject): void {
    const definition = parseDefinition(object);
    if (!definition.success) return;
    const { group, names } = definition.data.spec;
    this.#kinds.remove({ group, plural: names.plural });
    this.#kinds.add(kindsOf(definition.data));
  }

  #uninstall(object: KubeObject): void {
    const definition = parseDefinition(object);
    if (!definition.success) return;
    const { group, names } = definition.data.spec;
    const resource = resourceOf({ group, plural: names.plural });
    for (const each of this.#store.list(resource)) {
      this.#store.remove(resource, each.metadata);
    }
    this.#kinds.remove({ group, plural: names.plural });
  }
}

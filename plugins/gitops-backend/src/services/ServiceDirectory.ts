import {
  AuthService,
  BackstageCredentials,
} from '@backstage/backend-plugin-api';
import { CATALOG_FILTER_EXISTS } from '@backstage/catalog-client';
import { Entity, stringifyEntityRef } from '@backstage/catalog-model';
import { CatalogService } from '@backstage/plugin-catalog-node';
import {
  adoptedAnnotations,
  fairleadAnnotations,
} from '@fairlead/backstage-plugin-gitops-common';
import { StoredTarget, TargetsReader } from '../targets/StoredTarget';
import { entityTargets, EntityTargets } from './entityTargets';
import { TargetIndex } from './TargetIndex';

/** A service, and the targets that are its own. */
export interface ServiceTargets {
  entityRef: string;
  entity: Entity;
  selection: EntityTargets;
  targets: StoredTarget[];
}

/** Entities by ref, and the refs of those that targets name and that were asked for. */
interface KnownEntities {
  at: number;
  asked: Set<string>;
  entities: Promise<Map<string, Entity>>;
}

const maxAgeMs = 15_000;
const pageSize = 500;
const fields = ['kind', 'metadata', 'spec.owner', 'spec.system'];
const annotated = [
  adoptedAnnotations.argocdAppName,
  adoptedAnnotations.argocdAppSelector,
  adoptedAnnotations.kubernetesId,
  adoptedAnnotations.kubernetesLabelSelector,
].map(key => ({ [`metadata.annotations.${key}`]: CATALOG_FILTER_EXISTS }));

/**
 * All services of the catalog with their targets, as the plugin itself sees them. What a user may see of them
 * is decided by the caller. Entities are remembered for a short while, targets never are: a target that is new and
 * names an entity has it at once.
 */
export class ServiceDirectory {
  readonly #options: ServiceDirectoryOptions;
  #known: KnownEntities | undefined;

  static create(options: ServiceDirectoryOptions): ServiceDirectory {
    return new ServiceDirectory(options);
  }

  private constructor(options: ServiceDirectoryOptions) {
    this.#options = options;
  }

  async all(): Promise<{
    services: ServiceTargets[];
    targets: StoredTarget[];
  }> {
    const targets = await this.#options.targets.all();
    const entities = await this.#allEntities(targets);
    const index = TargetIndex.create(targets);
    const services = entities.map(entity => {
      const selection = entityTargets(entity, this.#options);
      return {
        entityRef: stringifyEntityRef(entity),
        entity,
        selection,
        targets: index.find(selection),
      };
    });
    return { services, targets };
  }

  /** Entity refs of the services that a target belongs to. */
  async ownersOf(targetId: string): Promise<string[]> {
    const { services } = await this.all();
    return services
      .filter(({ targets }) => targets.some(({ id }) => id === targetId))
      .map(({ entityRef }) => entityRef);
  }

  /** Those of the entity refs that these credentials may read in the catalog. */
  async visible(
    entityRefs: string[],
    credentials: BackstageCredentials,
  ): Promise<Set<string>> {
    const visible = new Set<string>();
    for (let start = 0; start < entityRefs.length; start += pageSize) {
      const { items } = await this.#options.catalog.getEntitiesByRefs(
        {
          entityRefs: entityRefs.slice(start, start + pageSize),
          fields: ['kind', 'metadata.name', 'metadata.namespace'],
        },
        { credentials },
      );
      for (const entity of items) {
        if (entity) visible.add(stringifyEntityRef(entity));
      }
    }
    return visible;
  }

  async #allEntities(targets: readonly StoredTarget[]): Promise<Entity[]> {
    const now = Date.now();
    if (!this.#known || now - this.#known.at > maxAgeMs) {
      this.#known = {
        at: now,
        asked: new Set(),
        entities: this.#readAnnotated(),
      };
    }
    const known = this.#known;
    const named = targets
      .flatMap(
        ({ status }) => status.annotations[fairleadAnnotations.entityRef] ?? [],
      )
      .map(ref => ref.toLowerCase())
      .filter(ref => !known.asked.has(ref));
    if (named.length > 0) {
      named.forEach(ref => known.asked.add(ref));
      known.entities = this.#withNamed(known.entities, [...new Set(named)]);
    }
    try {
      return [...(await known.entities).values()];
    } catch (error) {
      if (this.#known === known) this.#known = undefined;
      throw error;
    }
  }

  async #readAnnotated(): Promise<Map<string, Entity>> {
    const { auth, catalog } = this.#options;
    const credentials = await auth.getOwnServiceCredentials();
    const found = new Map<string, Entity>();
    let cursor: string | undefined;
    do {
      const page = await catalog.queryEntities(
        cursor
          ? { cursor, fields, limit: pageSize }
          : { filter: annotated, fields, limit: pageSize },
        { credentials },
      );
      for (const entity of page.items) {
        found.set(stringifyEntityRef(entity), entity);
      }
      cursor = page.pageInfo.nextCursor;
    } while (cursor);
    return found;
  }

  async #withNamed(
    entities: Promise<Map<string, Entity>>,
    named: string[],
  ): Promise<Map<string, Entity>> {
    const { auth, catalog } = this.#options;
    const found = new Map(await entities);
    const entityRefs = named.filter(ref => !found.has(ref));
    if (entityRefs.length === 0) return found;
    const credentials = await auth.getOwnServiceCredentials();
    const { items } = await catalog.getEntitiesByRefs(
      { entityRefs, fields },
      { credentials },
    );
    for (const entity of items) {
      if (entity) found.set(stringifyEntityRef(entity), entity);
    }
    return found;
  }
}

/** What the directory reads from. */
export interface ServiceDirectoryOptions {
  auth: AuthService;
  catalog: CatalogService;
  targets: TargetsReader;
  /** Names of the clusters in the portal's config. */
  clusters: readonly string[];
}

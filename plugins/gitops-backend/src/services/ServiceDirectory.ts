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
 * is decided by the caller. The list of entities is remembered for a short while, targets never are.
 */
export class ServiceDirectory {
  readonly #options: ServiceDirectoryOptions;
  #entities: { at: number; list: Promise<Entity[]> } | undefined;

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
    if (!this.#entities || now - this.#entities.at > maxAgeMs) {
      const list = this.#readEntities(targets);
      this.#entities = { at: now, list };
      list.catch(() => {
        this.#entities = undefined;
      });
    }
    return this.#entities.list;
  }

  async #readEntities(targets: readonly StoredTarget[]): Promise<Entity[]> {
    const { auth, catalog } = this.#options;
    const credentials = await auth.getOwnServiceCredentials();
    const found = new Map<string, Entity>();
    const keep = (entity: Entity) =>
      found.set(stringifyEntityRef(entity), entity);

    let cursor: string | undefined;
    do {
      const page = await catalog.queryEntities(
        cursor
          ? { cursor, fields, limit: pageSize }
          : { filter: annotated, fields, limit: pageSize },
        { credentials },
      );
      page.items.forEach(keep);
      cursor = page.pageInfo.nextCursor;
    } while (cursor);

    const named = targets
      .map(({ status }) => status.annotations[fairleadAnnotations.entityRef])
      .filter(ref => ref && !found.has(ref.toLowerCase()));
    if (named.length > 0) {
      const { items } = await catalog.getEntitiesByRefs(
        { entityRefs: [...new Set(named)], fields },
        { credentials },
      );
      for (const entity of items) if (entity) keep(entity);
    }
    return [...found.values()];
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

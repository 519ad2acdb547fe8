import { BackstageCredentials } from '@backstage/backend-plugin-api';
import { Entity } from '@backstage/catalog-model';
import { ConflictError, NotFoundError } from '@backstage/errors';
import { CatalogService } from '@backstage/plugin-catalog-node';
import {
  Environment,
  gitopsFreezeAllPermission,
  gitopsFreezePermission,
  gitopsHoldPermission,
  gitopsReadPermission,
  gitopsVetoPermission,
  isSameVersion,
  LanePermission,
  Restriction,
  RestrictionKind,
  RestrictionRequest,
  RestrictionScope,
} from '@fairlead/backstage-plugin-gitops-common';
import { Authorizer } from '../authorize';
import { ServiceDirectory } from '../services/ServiceDirectory';
import { systemOf } from '../services/systemOf';
import { checkRestriction } from './checkRestriction';
import { RestrictionsStore } from './RestrictionsStore';

const lanePermissions: Record<RestrictionKind, LanePermission> = {
  freeze: gitopsFreezePermission,
  hold: gitopsHoldPermission,
  pin: gitopsHoldPermission,
  veto: gitopsVetoPermission,
};

/** What people do with freezes, holds, pins and vetoes. */
export class RestrictionService {
  readonly #options: RestrictionServiceOptions;
  readonly #now: () => Date;

  static create(options: RestrictionServiceOptions): RestrictionService {
    return new RestrictionService(options);
  }

  private constructor(options: RestrictionServiceOptions) {
    this.#options = options;
    this.#now = options.now ?? (() => new Date());
  }

  /**
   * Newest first: those in force, or all there ever were; only those that cover a service, where one is named. What is
   * wider than a service is for everyone to see, the rest for those who may read the service.
   */
  async list(options: {
    all: boolean;
    entityRef?: string;
    credentials: BackstageCredentials;
  }): Promise<Restriction[]> {
    const { all, credentials } = options;
    const found = await this.#options.store.list({ all, now: this.#now() });
    const restrictions = options.entityRef
      ? coveringOf(
          found,
          await this.#readableService(options.entityRef, credentials),
        )
      : found;
    const readable = await this.#readable(
      restrictions.flatMap(({ scope }) => scope.entityRef ?? []),
      credentials,
    );
    return restrictions.filter(
      ({ scope }) => !scope.entityRef || readable.has(scope.entityRef),
    );
  }

  /**
   * Throws InputError for what makes no sense, NotFoundError for a service or system that these credentials don't
   * see, NotAllowedError, and ConflictError for a version that is vetoed already.
   */
  async create(options: {
    request: RestrictionRequest;
    credentials: BackstageCredentials;
    user: string;
  }): Promise<Restriction> {
    const { credentials, user } = options;
    const { environments, store } = this.#options;
    const now = this.#now();
    const request = checkRestriction({ ...options, environments, now });
    await this.#requireScope(request.scope, credentials);
    await this.#authorize(request, credentials);
    if (request.kind === 'veto') await this.#refuseSameVeto(request, now);
    return store.create({
      restriction: { ...request, createdBy: user },
      at: now,
    });
  }

  /** Who may set it may lift it. Lifted already, or ended by itself, is fine. */
  async lift(options: {
    id: string;
    reason: string;
    credentials: BackstageCredentials;
    user: string;
  }): Promise<Restriction> {
    const { id, reason, credentials, user } = options;
    const { store } = this.#options;
    const restriction = await store.get(id);
    const { entityRef } = restriction?.scope ?? {};
    const readable =
      !entityRef || (await this.#readable([entityRef], credentials)).size > 0;
    if (!restriction || !readable) {
      throw new NotFoundError(
        `There is no restriction ${id}, or you may not see it`,
      );
    }
    await this.#authorize(restriction, credentials);
    return store.lift({ id, by: user, reason, at: this.#now() });
  }

  async #authorize(
    { kind, scope }: { kind: RestrictionKind; scope: RestrictionScope },
    credentials: BackstageCredentials,
  ): Promise<void> {
    const { authorizer, environments } = this.#options;
    const { entityRef, environment } = scope;
    if (!entityRef) {
      await authorizer.require({
        credentials,
        permission: gitopsFreezeAllPermission,
      });
      return;
    }
    const covered = environment
      ? [environment]
      : environments.map(({ name }) => name);
    for (const name of covered) {
      await authorizer.require({
        credentials,
        entityRef,
        environment: name,
        permission: lanePermissions[kind],
      });
    }
  }

  async #requireScope(
    { entityRef, system }: RestrictionScope,
    credentials: BackstageCredentials,
  ): Promise<void> {
    if (entityRef) await this.#readableService(entityRef, credentials);
    if (system) await this.#entity(system, credentials);
  }

  async #readableService(
    entityRef: string,
    credentials: BackstageCredentials,
  ): Promise<{ entityRef: string; system?: string }> {
    const entity = await this.#entity(entityRef, credentials);
    await this.#options.authorizer.require({
      credentials,
      entityRef: entityRef.toLowerCase(),
      permission: gitopsReadPermission,
    });
    const system = systemOf(entity);
    return { entityRef: entityRef.toLowerCase(), ...(system && { system }) };
  }

  async #entity(
    ref: string,
    credentials: BackstageCredentials,
  ): Promise<Entity> {
    const { catalog } = this.#options;
    const entity = await catalog.getEntityByRef(ref, { credentials });
    if (!entity) {
      throw new NotFoundError(
        `There is no entity ${ref} in the catalog, or you may not see it`,
      );
    }
    return entity;
  }

  async #readable(
    entityRefs: string[],
    credentials: BackstageCredentials,
  ): Promise<Set<string>> {
    const { authorizer, directory } = this.#options;
    const unique = [...new Set(entityRefs)];
    const visible = await directory.visible(unique, credentials);
    return authorizer.filter({
      credentials,
      entityRefs: [...visible],
      permission: gitopsReadPermission,
    });
  }

  async #refuseSameVeto(
    { scope, version }: RestrictionRequest,
    now: Date,
  ): Promise<void> {
    const { entityRef = '', environment } = scope;
    const inForce = await this.#options.store.inForce({
      entityRef,
      ...(environment && { environment }),
      now,
    });
    const same = inForce.find(
      each =>
        each.kind === 'veto' &&
        each.version &&
        version &&
        isSameVersion(each.version, version),
    );
    if (same) {
      throw new ConflictError(
        `${same.createdBy} has vetoed this version already: ${same.reason}`,
      );
    }
  }
}

function coveringOf(
  restrictions: Restriction[],
  service: { entityRef: string; system?: string },
): Restriction[] {
  return restrictions.filter(
    ({ scope }) =>
      (!scope.entityRef || scope.entityRef === service.entityRef) &&
      (!scope.system || scope.system === service.system),
  );
}

/** What the service works with. */
export interface RestrictionServiceOptions {
  authorizer: Authorizer;
  catalog: CatalogService;
  directory: Pick<ServiceDirectory, 'visible'>;
  environments: readonly Environment[];
  store: RestrictionsStore;
  now?: () => Date;
}

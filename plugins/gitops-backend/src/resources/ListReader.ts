import { NotAllowedError } from '@backstage/errors';
import { ResourceRef } from '@fairlead/backstage-plugin-gitops-common';
import { Attempts } from './Attempts';
import { ClusterResources, RequestLimits } from './ClusterResources';
import { hasHealthRule } from './health/healthOf';
import { groupOf, LiveObject, liveObjectOf } from './liveObject';
import { KindPlace, ServedKinds } from './ServedKinds';

const pageSize = 500;
const pages = 4;

/** Objects of one kind in one namespace, or of a kind of the cluster. */
export interface Wanted {
  group: string;
  version?: string;
  kind: string;
  namespace?: string;
  /** Only these. All when left out. */
  names?: string[];
}

/** What a list gave. */
export interface ListedObjects {
  objects: LiveObject[];
  /** All that was asked for was looked at. */
  complete: boolean;
}

/** Lists objects of one cluster for one reader, with as few requests as there are kinds and namespaces. */
export class ListReader {
  #truncated = false;

  static create(options: ListReaderOptions): ListReader {
    return new ListReader(options);
  }

  private constructor(private readonly options: ListReaderOptions) {}

  /** Some list was longer than what is read of it. */
  get truncated(): boolean {
    return this.#truncated;
  }

  async list(wanted: Wanted): Promise<ListedObjects> {
    const { attempts, cluster, served } = this.options;
    const secret = wanted.group === '' && wanted.kind === 'Secret';
    const nothing = { objects: [], complete: false };
    const place = await attempts.read(
      () => served.find({ ...wanted, cluster }),
      { verb: 'get', resource: 'API groups', where: `of ${cluster}` },
    );
    if (!place) return nothing;
    const listed = await attempts.read(
      // That the portal may not read Secrets is as it should be.
      () =>
        this.#pages(wanted, place).catch(error => {
          if (secret && error instanceof NotAllowedError) return nothing;
          throw error;
        }),
      {
        verb: 'list',
        resource: resourceOf(place),
        where: wanted.namespace
          ? `in the namespace ${wanted.namespace} of ${cluster}`
          : `of ${cluster}`,
      },
    );
    return listed ?? nothing;
  }

  /** Events of a namespace, raw. */
  async events(options: {
    namespace: string;
    fieldSelector: string;
    pages: number;
  }): Promise<unknown[]> {
    const { attempts, cluster } = this.options;
    const { namespace } = options;
    const read = await attempts.read(
      () =>
        this.#raw({
          place: { apiVersion: 'v1', plural: 'events', namespaced: true },
          ...options,
        }),
      {
        verb: 'list',
        resource: 'events',
        where: `in the namespace ${namespace} of ${cluster}`,
      },
    );
    return read?.items ?? [];
  }

  async #pages(wanted: Wanted, place: KindPlace): Promise<ListedObjects> {
    const { kind, names } = wanted;
    const { apiVersion } = place;
    const { items, complete } = await this.#raw({
      place,
      ...(place.namespaced && { namespace: wanted.namespace }),
      pages,
      metadataOnly: !hasHealthRule({ group: groupOf(apiVersion), kind }),
      ...(names?.length === 1 && {
        fieldSelector: `metadata.name=${names[0]}`,
      }),
    });
    const objects = items.flatMap(
      item => liveObjectOf(item, { apiVersion, kind }) ?? [],
    );
    const found = names
      ? objects.filter(({ metadata }) => names.includes(metadata.name))
      : objects;
    const enough = complete || found.length === names?.length;
    if (!enough) this.#truncated = true;
    return { objects: found, complete: enough };
  }

  async #raw(options: {
    place: KindPlace;
    namespace?: string;
    fieldSelector?: string;
    metadataOnly?: boolean;
    pages: number;
  }): Promise<{ items: unknown[]; complete: boolean }> {
    const { objects, cluster, limits } = this.options;
    const { place, namespace, fieldSelector, metadataOnly } = options;
    const items: unknown[] = [];
    let next: string | undefined;
    for (let page = 0; page < options.pages; page++) {
      const found = await objects.list({
        cluster,
        apiVersion: place.apiVersion,
        plural: place.plural,
        ...(namespace && { namespace }),
        ...(fieldSelector && { fieldSelector }),
        ...(metadataOnly && { metadataOnly }),
        ...(next && { continue: next }),
        limit: pageSize,
        ...limits,
      });
      items.push(...found.items);
      next = found.continue;
      if (!next) return { items, complete: true };
    }
    return { items, complete: false };
  }
}

/** What it reads with. */
export interface ListReaderOptions {
  attempts: Attempts;
  cluster: string;
  limits: RequestLimits;
  objects: ClusterResources;
  served: ServedKinds;
}

/** Tells resources apart, whatever their version. */
export function refKeyOf(ref: ResourceRef): string {
  return [ref.group, ref.kind, ref.namespace ?? '', ref.name].join('/');
}

function resourceOf({ apiVersion, plural }: KindPlace): string {
  const group = groupOf(apiVersion);
  return group ? `${plural}.${group}` : plural;
}

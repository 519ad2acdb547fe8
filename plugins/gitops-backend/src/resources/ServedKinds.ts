import { NotFoundError } from '@backstage/errors';
import { ClusterResources, ServedKind } from './ClusterResources';
import { groupOf } from './liveObject';

const keepMs = 10 * 60_000;
/** A kind that is missing may just have been installed. */
const keepMissingMs = 30_000;
const timeoutMs = 4_000;

/** Where the objects of a kind are. */
export interface KindPlace {
  apiVersion: string;
  plural: string;
  namespaced: boolean;
}

interface Known {
  at: number;
  kinds: Promise<ServedKind[]>;
}

/** What clusters serve, remembered for a while: it rarely changes and is asked for each kind of each target. */
export class ServedKinds {
  readonly #known = new Map<string, Known>();

  static create(options: {
    objects: Pick<ClusterResources, 'served' | 'preferredVersion'>;
    now?: () => number;
  }): ServedKinds {
    return new ServedKinds(options.objects, options.now ?? Date.now);
  }

  private constructor(
    private readonly objects: Pick<
      ClusterResources,
      'served' | 'preferredVersion'
    >,
    private readonly now: () => number,
  ) {}

  /** Undefined when the cluster does not serve it. Without a version, or when that is gone, the one it prefers. */
  async find(kind: {
    cluster: string;
    group: string;
    version?: string;
    kind: string;
  }): Promise<KindPlace | undefined> {
    const { cluster, group, version } = kind;
    if (version) {
      const apiVersion = group ? `${group}/${version}` : version;
      const found = await this.#findIn({
        cluster,
        apiVersion,
        kind: kind.kind,
      });
      if (found) return found;
    }
    if (!group) {
      return version === 'v1'
        ? undefined
        : this.#findIn({ cluster, apiVersion: 'v1', kind: kind.kind });
    }
    try {
      const preferred = await this.objects.preferredVersion({
        cluster,
        group,
        ...this.#limits(),
      });
      const apiVersion = `${group}/${preferred}`;
      return await this.#findIn({ cluster, apiVersion, kind: kind.kind });
    } catch (error) {
      if (error instanceof NotFoundError) return undefined;
      throw error;
    }
  }

  /** The same for the owner of an object, which names its `apiVersion`. */
  async findIn(kind: {
    cluster: string;
    apiVersion: string;
    kind: string;
  }): Promise<KindPlace | undefined> {
    const { cluster, apiVersion } = kind;
    const group = groupOf(apiVersion);
    const version = apiVersion.slice(apiVersion.indexOf('/') + 1);
    return this.find({ cluster, group, version, kind: kind.kind });
  }

  async #findIn(options: {
    cluster: string;
    apiVersion: string;
    kind: string;
  }): Promise<KindPlace | undefined> {
    const { apiVersion } = options;
    const of = async (maxAgeMs: number) => {
      const kinds = await this.#kindsOf(options, maxAgeMs);
      return kinds.find(({ kind }) => kind === options.kind);
    };
    const found = (await of(keepMs)) ?? (await of(keepMissingMs));
    return (
      found && {
        apiVersion,
        plural: found.plural,
        namespaced: found.namespaced,
      }
    );
  }

  async #kindsOf(
    options: { cluster: string; apiVersion: string },
    maxAgeMs: number,
  ): Promise<ServedKind[]> {
    const { cluster, apiVersion } = options;
    const key = `${cluster} ${apiVersion}`;
    const known = this.#known.get(key);
    if (known && this.now() - known.at < maxAgeMs) return known.kinds;
    const kinds = this.#ask({ cluster, apiVersion });
    this.#known.set(key, { at: this.now(), kinds });
    kinds.catch(() => {
      if (this.#known.get(key)?.kinds === kinds) this.#known.delete(key);
    });
    return kinds;
  }

  async #ask(options: {
    cluster: string;
    apiVersion: string;
  }): Promise<ServedKind[]> {
    try {
      return await this.objects.served({ ...options, ...this.#limits() });
    } catch (error) {
      if (error instanceof NotFoundError) return [];
      throw error;
    }
  }

  // Many wait for the answer, so that none of them may call it off.
  #limits() {
    return { signal: new AbortController().signal, timeoutMs };
  }
}

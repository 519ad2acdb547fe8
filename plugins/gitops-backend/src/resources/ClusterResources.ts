/** Names objects of one kind on a cluster, as its API does. */
export interface ResourcePlace {
  cluster: string;
  apiVersion: string;
  plural: string;
  namespace?: string;
}

/** How long a request may take, and when nobody waits for it any more. */
export interface RequestLimits {
  signal: AbortSignal;
  timeoutMs: number;
}

/** A kind that a cluster serves in a version. */
export interface ServedKind {
  kind: string;
  plural: string;
  namespaced: boolean;
}

/** One page of a list. */
export interface ResourcePage {
  items: unknown[];
  /** Asks for the next page. */
  continue?: string;
}

/** Reads what a person wants to see of a cluster, when they want to see it. */
export interface ClusterResources {
  get(
    options: ResourcePlace & { name: string } & Partial<RequestLimits>,
  ): Promise<unknown>;
  list(
    options: ResourcePlace &
      RequestLimits & {
        limit: number;
        fieldSelector?: string;
        continue?: string;
        /** Only `metadata`: nothing that the objects hold leaves the cluster. */
        metadataOnly?: boolean;
      },
  ): Promise<ResourcePage>;
  /** The last lines of a container's log. */
  log(
    options: RequestLimits & {
      cluster: string;
      namespace: string;
      pod: string;
      container: string;
      previous: boolean;
      tailLines: number;
      limitBytes: number;
    },
  ): Promise<string>;
  /** The kinds of a group in a version; of the core group in `v1`. Throws NotFoundError when it is not served. */
  served(
    options: RequestLimits & { cluster: string; apiVersion: string },
  ): Promise<ServedKind[]>;
  /** The version of a group that the cluster prefers. Throws NotFoundError when it has no such group. */
  preferredVersion(
    options: RequestLimits & { cluster: string; group: string },
  ): Promise<string>;
}

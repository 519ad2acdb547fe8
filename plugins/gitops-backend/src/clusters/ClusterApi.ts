/** One request to an API server. */
export interface ClusterRequest {
  path: string;
  query?: Record<string, string | undefined>;
  method?: 'GET' | 'PATCH' | 'POST';
  /** Sent as JSON merge patch, and as JSON where something is created. */
  body?: unknown;
  /** Media types, where plain JSON is not what is wanted. */
  accept?: string;
  signal: AbortSignal;
  /** For the whole answer; of a watch, for its beginning. */
  timeoutMs: number;
}

/**
 * Talks to one cluster in the terms of the Kubernetes API, and nothing more: no cache, and no retries of what has been
 * heard. Throws KubernetesError for every answer that is not a success, TimeoutError when there is none in time.
 */
export interface ClusterApi {
  /** The parsed body. */
  json(request: ClusterRequest): Promise<unknown>;
  /** The body as it is. */
  text(request: ClusterRequest): Promise<string>;
  /**
   * The events of a watch, until the server ends it. Throws TimeoutError when nothing comes for `idleMs`.
   * `onOpen` is called when the server has accepted the watch.
   */
  watch(
    request: ClusterRequest & { idleMs: number; onOpen: () => void },
  ): AsyncGenerator<unknown>;
}

import {
  ConflictError,
  InputError,
  NotAllowedError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';
import { ClusterObjects } from '../services/TargetActions';
import { withCause } from '../withCause';
import { KubernetesError } from './errors';
import { KubernetesApi } from './KubernetesApi';
import { readFailureOf } from './readFailure';
import { resourcePath } from './resourcePath';

const timeoutMs = 15_000;

/** Reads and patches single objects on request. Errors say which cluster refused what, in its words. */
export class KubernetesObjects implements ClusterObjects {
  readonly #options: KubernetesObjectsOptions;

  static create(options: KubernetesObjectsOptions): KubernetesObjects {
    return new KubernetesObjects(options);
  }

  private constructor(options: KubernetesObjectsOptions) {
    this.#options = options;
  }

  async get(options: Parameters<ClusterObjects['get']>[0]): Promise<unknown> {
    const { cluster, ...object } = options;
    return this.#request({
      cluster,
      what: `read ${object.plural} ${object.namespace}/${object.name}`,
      request: { path: resourcePath(object) },
    });
  }

  async patch(options: Parameters<ClusterObjects['patch']>[0]): Promise<void> {
    const { cluster, patch } = options;
    await this.#request({
      cluster,
      what: `change ${patch.plural} ${patch.namespace}/${patch.name}`,
      request: {
        method: 'PATCH',
        path: resourcePath(patch),
        body: patch.body,
      },
    });
  }

  async #request(options: {
    cluster: string;
    what: string;
    request: { path: string; method?: 'PATCH'; body?: unknown };
  }): Promise<unknown> {
    const { cluster, what, request } = options;
    const api = this.#options.apis.get(cluster);
    if (!api) {
      throw new NotFoundError(
        `There is no cluster "${cluster}" in the portal's config`,
      );
    }
    try {
      return await api.json({
        ...request,
        signal: this.#options.signal,
        timeoutMs,
      });
    } catch (error) {
      throw refusal({ error, cluster, what });
    }
  }
}

/** What it reaches clusters by. */
export interface KubernetesObjectsOptions {
  apis: ReadonlyMap<string, KubernetesApi>;
  /** Ends what is under way. */
  signal: AbortSignal;
}

function refusal(options: {
  error: unknown;
  cluster: string;
  what: string;
}): Error {
  const { error, cluster, what } = options;
  const { message } = readFailureOf(error);
  const refused = `The cluster ${cluster} refused to ${what}: ${message}`;
  switch (error instanceof KubernetesError && error.status) {
    case 403:
      return withCause(new NotAllowedError(refused), error);
    case 404:
      return withCause(new NotFoundError(refused), error);
    case 409:
      return withCause(new ConflictError(refused), error);
    case 400:
    case 422:
      return withCause(new InputError(refused), error);
    default:
      return withCause(
        new ServiceUnavailableError(
          `The cluster ${cluster} could not be asked to ${what}: ${message}`,
        ),
        error,
      );
  }
}

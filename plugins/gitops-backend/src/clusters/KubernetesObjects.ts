import {
  ConflictError,
  InputError,
  NotAllowedError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';
import {
  ClusterResources,
  RequestLimits,
  ResourcePage,
  ServedKind,
} from '../resources/ClusterResources';
import { ClusterObjects } from '../services/TargetActions';
import { ClusterCreator } from '../stages/StageActions';
import { withCause } from '../withCause';
import { ClusterApi, ClusterRequest } from './ClusterApi';
import { KubernetesError } from './errors';

import { readFailureOf } from './readFailure';
import { resourcePath } from './resourcePath';
import { groupSchema, pageSchema, servedSchema } from './schema';

const timeoutMs = 15_000;

const metadataList =
  'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1';

/** Reads objects, and creates and patches single ones, on request. Errors say which cluster refused what, in its words. */
export class KubernetesObjects
  implements ClusterObjects, ClusterCreator, ClusterResources
{
  readonly #options: KubernetesObjectsOptions;

  static create(options: KubernetesObjectsOptions): KubernetesObjects {
    return new KubernetesObjects(options);
  }

  private constructor(options: KubernetesObjectsOptions) {
    this.#options = options;
  }

  async get(options: Parameters<ClusterResources['get']>[0]): Promise<unknown> {
    const { cluster, ...object } = options;
    const { plural, namespace, name } = object;
    return this.#json({
      cluster,
      what: `read ${plural} ${namespace ? `${namespace}/` : ''}${name}`,
      request: { path: resourcePath(object), ...limitsOf(options) },
    });
  }

  async patch(options: Parameters<ClusterObjects['patch']>[0]): Promise<void> {
    const { cluster, patch } = options;
    await this.#json({
      cluster,
      what: `change ${patch.plural} ${patch.namespace}/${patch.name}`,
      request: {
        method: 'PATCH',
        path: resourcePath(patch),
        body: patch.body,
      },
    });
  }

  async create(
    options: Parameters<ClusterCreator['create']>[0],
  ): Promise<void> {
    const { cluster, object } = options;
    const { apiVersion, kind, plural, namespace, body } = object;
    await this.#json({
      cluster,
      what: `create ${plural} in ${namespace}`,
      request: {
        method: 'POST',
        path: resourcePath({ apiVersion, plural, namespace }),
        body: { apiVersion, kind, ...body },
      },
    });
  }

  async list(
    options: Parameters<ClusterResources['list']>[0],
  ): Promise<ResourcePage> {
    const { cluster, limit, fieldSelector, metadataOnly } = options;
    const { plural, namespace } = options;
    const page = pageSchema.parse(
      await this.#json({
        cluster,
        what: `list ${plural}${namespace ? ` in ${namespace}` : ''}`,
        request: {
          path: resourcePath(options),
          query: {
            limit: `${limit}`,
            fieldSelector,
            continue: options.continue,
          },
          ...(metadataOnly && { accept: metadataList }),
          ...limitsOf(options),
        },
      }),
    );
    return {
      items: page.items ?? [],
      ...(page.metadata?.continue && { continue: page.metadata.continue }),
    };
  }

  async log(options: Parameters<ClusterResources['log']>[0]): Promise<string> {
    const { cluster, namespace, pod, container, previous } = options;
    return this.#ask({
      cluster,
      what: `read the log of ${container} in the pod ${namespace}/${pod}`,
      ask: api =>
        api.text({
          ...this.#limits(options),
          path: resourcePath({
            apiVersion: 'v1',
            plural: 'pods',
            namespace,
            name: pod,
            subresource: 'log',
          }),
          query: {
            container,
            tailLines: `${options.tailLines}`,
            limitBytes: `${options.limitBytes}`,
            ...(previous && { previous: 'true' }),
          },
          accept: '*/*',
        }),
    });
  }

  async served(
    options: Parameters<ClusterResources['served']>[0],
  ): Promise<ServedKind[]> {
    const { cluster, apiVersion } = options;
    const { resources } = servedSchema.parse(
      await this.#json({
        cluster,
        what: `say what it serves of ${apiVersion}`,
        request: {
          path: apiVersion.includes('/')
            ? `/apis/${apiVersion}`
            : `/api/${apiVersion}`,
          ...limitsOf(options),
        },
      }),
    );
    return resources.flatMap(({ name, kind, namespaced }) =>
      // The rest are parts of objects: `deployments/scale`.
      name.includes('/') ? [] : [{ plural: name, kind, namespaced }],
    );
  }

  async preferredVersion(
    options: Parameters<ClusterResources['preferredVersion']>[0],
  ): Promise<string> {
    const { cluster, group } = options;
    const { preferredVersion } = groupSchema.parse(
      await this.#json({
        cluster,
        what: `say which versions it serves of ${group}`,
        request: {
          path: `/apis/${encodeURIComponent(group)}`,
          ...limitsOf(options),
        },
      }),
    );
    return preferredVersion.version;
  }

  async #json(options: {
    cluster: string;
    what: string;
    request: Pick<
      ClusterRequest,
      'path' | 'query' | 'method' | 'body' | 'accept'
    > &
      Partial<RequestLimits>;
  }): Promise<unknown> {
    const { request } = options;
    return this.#ask({
      ...options,
      ask: api => api.json({ ...request, ...this.#limits(request) }),
    });
  }

  #limits(asked: Partial<RequestLimits>): RequestLimits {
    const { signal } = this.#options;
    return {
      signal: asked.signal ? AbortSignal.any([signal, asked.signal]) : signal,
      timeoutMs: asked.timeoutMs ?? timeoutMs,
    };
  }

  async #ask<T>(options: {
    cluster: string;
    what: string;
    ask: (api: ClusterApi) => Promise<T>;
  }): Promise<T> {
    const { cluster, what, ask } = options;
    const api = this.#options.apis.get(cluster);
    if (!api) {
      throw new NotFoundError(
        `There is no cluster "${cluster}" in the portal's config`,
      );
    }
    try {
      return await ask(api);
    } catch (error) {
      throw refusal({ error, cluster, what });
    }
  }
}

function limitsOf({ signal, timeoutMs: ms }: Partial<RequestLimits>) {
  return {
    ...(signal && { signal }),
    ...(ms !== undefined && { timeoutMs: ms }),
  };
}

/** What it reaches clusters by. */
export interface KubernetesObjectsOptions {
  apis: ReadonlyMap<string, ClusterApi>;
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

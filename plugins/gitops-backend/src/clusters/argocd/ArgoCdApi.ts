import { z } from 'zod';
import { ClusterApi, ClusterRequest } from '../ClusterApi';
import { KubernetesError, TimeoutError } from '../errors';
import { actionRequest } from './actionRequest';
import { applicationPath, ApplicationPath } from './applicationPath';

const apiVersion = 'argoproj.io/v1alpha1';

const objectSchema = z.looseObject({
  metadata: z.looseObject({ resourceVersion: z.string().optional() }),
});

const listSchema = z.object({
  metadata: z.object({ resourceVersion: z.string().optional() }).nullish(),
  // An empty list is null, as Go writes it.
  items: z.array(objectSchema).nullish(),
});

/** One line of the stream: a change, or why it ends. */
const lineSchema = z.union([
  z.object({
    result: z.object({ type: z.string(), application: objectSchema }),
  }),
  z.object({
    error: z.object({
      http_code: z.number().optional(),
      message: z.string().optional(),
    }),
  }),
]);

/**
 * Argo CD's own API in the terms of the Kubernetes API, for portals that may talk to Argo CD and not to its cluster:
 * it has Applications, and nothing else.
 *
 * @remarks
 * A list has no pages, and is asked for as a whole: of the fields that mappings read, the API can't select the history
 * and the conditions. Its stream does not go on where another one has ended, since it only tells of what happens while
 * somebody listens. So a stream follows a list at once and begins with all Applications again, and after each break
 * everything is listed anew.
 */
export class ArgoCdApi implements ClusterApi {
  readonly #http: ClusterApi;
  /** Where the last list stood: a stream that follows it misses nothing. */
  #listedAt: string | undefined;
  #lists = 0;

  /** `http`: sends requests to Argo CD's server, with its token and certificates. */
  static create(options: { http: ClusterApi }): ArgoCdApi {
    return new ArgoCdApi(options.http);
  }

  private constructor(http: ClusterApi) {
    this.#http = http;
  }

  async json(request: ClusterRequest): Promise<unknown> {
    if (request.path === '/apis') return { kind: 'APIGroupList', groups: [] };
    if (request.path === `/apis/${apiVersion}`) {
      return {
        resources: [
          { name: 'applications', kind: 'Application', namespaced: true },
        ],
      };
    }
    const place = requireApplications(request);
    const { signal, timeoutMs } = request;
    if (request.method === 'PATCH') {
      return this.#http.json({
        ...actionRequest(requireName(place), request.body),
        signal,
        timeoutMs,
      });
    }
    if (request.method === 'POST') throw notServed(request.path);
    return place.name ? this.#get(place, request) : this.#list(place, request);
  }

  async text(request: ClusterRequest): Promise<string> {
    throw notServed(request.path);
  }

  async *watch(
    request: ClusterRequest & { idleMs: number; onOpen: () => void },
  ): AsyncGenerator<unknown> {
    const place = requireApplications(request);
    const listedAt = this.#listedAt;
    this.#listedAt = undefined;
    if (!listedAt || request.query?.resourceVersion !== listedAt) {
      throw new KubernetesError({
        status: 410,
        reason: 'Expired',
        message: 'Argo CD does not tell what happened while nobody listened',
      });
    }
    let opened = false;
    try {
      const lines = this.#http.watch({
        ...request,
        path: '/api/v1/stream/applications',
        query: {
          selector: request.query.labelSelector,
          appNamespace: place.namespace,
        },
        onOpen: () => {
          opened = true;
          request.onOpen();
        },
      });
      for await (const line of lines) yield eventOf(line);
    } catch (error) {
      // Where nothing changes, nothing is told: that is no failure. What may have been missed is listed next.
      if (opened && error instanceof TimeoutError) return;
      throw error;
    }
  }

  async #list(place: ApplicationPath, request: ClusterRequest) {
    const { items, metadata } = parse(
      listSchema,
      await this.#http.json({
        path: '/api/v1/applications',
        query: {
          selector: request.query?.labelSelector,
          appNamespace: place.namespace,
        },
        signal: request.signal,
        timeoutMs: request.timeoutMs,
      }),
    );
    this.#lists += 1;
    // Unique, so that each stream follows a list of its own.
    const resourceVersion = `${metadata?.resourceVersion || '0'}/${this.#lists}`;
    this.#listedAt = resourceVersion;
    return {
      kind: 'ApplicationList',
      metadata: { resourceVersion },
      items: (items ?? []).map(withKind),
    };
  }

  async #get(place: ApplicationPath, request: ClusterRequest) {
    const found = await this.#http.json({
      path: `/api/v1/applications/${encodeURIComponent(place.name ?? '')}`,
      query: { appNamespace: place.namespace },
      signal: request.signal,
      timeoutMs: request.timeoutMs,
    });
    return withKind(parse(objectSchema, found));
  }
}

/** Where Applications are asked for, whose API has no word for it they have none of their own. */
function withKind(object: z.infer<typeof objectSchema>) {
  return { ...object, apiVersion, kind: 'Application' };
}

function eventOf(line: unknown): unknown {
  const parsed = parse(lineSchema, line);
  if ('error' in parsed) {
    const { http_code: code, message } = parsed.error;
    return { type: 'ERROR', object: { code: code ?? 500, message } };
  }
  const { type, application } = parsed.result;
  return { type, object: withKind(application) };
}

function requireApplications({ path }: ClusterRequest): ApplicationPath {
  const place = applicationPath(path);
  if (!place) throw notServed(path);
  return place;
}

function requireName(place: ApplicationPath): Required<ApplicationPath> {
  const { name, namespace } = place;
  if (!name || !namespace) throw notServed('all Applications at once');
  return { name, namespace };
}

function notServed(path: string): KubernetesError {
  return new KubernetesError({
    status: 404,
    message: `The portal reaches this cluster through Argo CD alone, whose API has Applications and nothing else (${path})`,
  });
}

function parse<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new KubernetesError({
    status: 200,
    message: 'The answer has not the form of the API of Argo CD',
    cause: parsed.error,
  });
}

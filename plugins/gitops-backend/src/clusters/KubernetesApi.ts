import http, { IncomingMessage } from 'node:http';
import https, { RequestOptions } from 'node:https';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { ClusterApi, ClusterRequest } from './ClusterApi';
import { ClusterConnection } from './ClusterConnection';
import { closedBeforeUse, ConnectionPool } from './ConnectionPool';
import { KubernetesError, TimeoutError } from './errors';
import { LineSplitter } from './LineSplitter';

const statusSchema = z.object({
  message: z.string().optional(),
  reason: z.string().optional(),
});

/**
 * Talks to one cluster's API server, and nothing more: no cache, and no retries of what has been heard.
 *
 * @remarks
 * Reads share connections, see {@link ConnectionPool}.
 * Credentials come from the Kubernetes client. Its requests are not used, because its watch can't be stopped
 * before the server has answered and skips what it can't parse, and both hide a server that hangs or lies.
 */
export class KubernetesApi implements ClusterApi {
  static create(options: {
    connection: ClusterConnection;
    /** From its end on no connection is kept open. */
    until?: AbortSignal;
  }): KubernetesApi {
    const api = new KubernetesApi(options.connection);
    options.until?.addEventListener('abort', () => api.#pool.close(), {
      once: true,
    });
    return api;
  }

  readonly #pool = ConnectionPool.create();

  private constructor(private readonly connection: ClusterConnection) {}

  async json(request: ClusterRequest): Promise<unknown> {
    return parseJson(await this.text(request));
  }

  async text(request: ClusterRequest): Promise<string> {
    const deadline = deadlineOf(request);
    try {
      const response = await this.#send(request, {
        signal: deadline.signal,
        pooled: request.body === undefined,
      });
      return await text(response);
    } catch (error) {
      if (!deadline.passed()) throw error;
      this.#pool.closeIdle();
      throw new TimeoutError(request.timeoutMs);
    } finally {
      deadline.clear();
    }
  }

  async *watch(
    request: ClusterRequest & { idleMs: number; onOpen: () => void },
  ): AsyncGenerator<unknown> {
    const { idleMs, onOpen } = request;
    const deadline = deadlineOf(request);
    try {
      const response = await this.#send(
        { ...request, query: { ...request.query, watch: 'true' } },
        { signal: deadline.signal, pooled: false },
      );
      onOpen();
      const lines = new LineSplitter();
      response.setEncoding('utf8');
      deadline.extend(idleMs);
      for await (const chunk of response) {
        deadline.extend(idleMs);
        for (const line of lines.push(String(chunk))) yield parseJson(line);
      }
    } catch (error) {
      throw deadline.passed() ? new TimeoutError(deadline.ms()) : error;
    } finally {
      // Also when the caller has had enough: closes the connection.
      deadline.close();
    }
  }

  async #send(
    request: ClusterRequest,
    { signal, pooled }: { signal: AbortSignal; pooled: boolean },
  ): Promise<IncomingMessage> {
    const { server, options } = await this.connection.requestOptions();
    const url = new URL(server + request.path);
    for (const [key, value] of Object.entries(request.query ?? {})) {
      if (value !== undefined) url.searchParams.set(key, value);
    }
    const response = await exchange({
      url,
      body:
        request.body === undefined ? undefined : JSON.stringify(request.body),
      again: pooled,
      options: {
        ...options,
        ...(pooled && { agent: this.#pool.agentFor(options) }),
        method: request.method ?? 'GET',
        headers: {
          ...options.headers,
          accept: request.accept ?? 'application/json',
          'user-agent': 'fairlead',
          ...(request.body !== undefined && {
            'content-type':
              request.method === 'POST'
                ? 'application/json'
                : 'application/merge-patch+json',
          }),
        },
        signal,
      },
    });
    const status = response.statusCode ?? 0;
    if (status >= 200 && status < 300) return response;
    throw await errorOf(response, status);
  }
}

async function exchange(request: {
  url: URL;
  options: RequestOptions;
  body: string | undefined;
  /** Send it once more when the server had closed the connection. */
  again: boolean;
}): Promise<IncomingMessage> {
  const { url, options, body, again } = request;
  return new Promise<IncomingMessage>((resolve, reject) => {
    const send = url.protocol === 'http:' ? http.request : https.request;
    const outgoing = send(url, options, resolve);
    outgoing.on('error', error => {
      if (again && closedBeforeUse(error, outgoing)) {
        exchange(request).then(resolve, reject);
      } else {
        reject(error);
      }
    });
    outgoing.end(body);
  });
}

async function errorOf(
  response: IncomingMessage,
  status: number,
): Promise<KubernetesError> {
  const body = await text(response);
  const retryAfter = Number(response.headers['retry-after']);
  const parsed = statusSchema.safeParse(tryJson(body)).data;
  return new KubernetesError({
    status,
    ...parsed,
    ...(retryAfter > 0 && { retryAfterMs: retryAfter * 1000 }),
  });
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch (error) {
    throw new KubernetesError({
      status: 200,
      message: 'The answer is not JSON, so it is not from a Kubernetes API',
      cause: error,
    });
  }
}

function tryJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    // Proxies and missing paths answer in their own words.
    return {};
  }
}

/** Aborts with the caller's signal, and when the time is over. */
function deadlineOf(request: { signal: AbortSignal; timeoutMs: number }) {
  const controller = new AbortController();
  let ms = request.timeoutMs;
  let passed = false;
  let timer: NodeJS.Timeout | undefined;
  const abort = () => controller.abort();
  const clear = () => {
    clearTimeout(timer);
    request.signal.removeEventListener('abort', abort);
  };
  const extend = (byMs: number) => {
    ms = byMs;
    clearTimeout(timer);
    timer = setTimeout(() => {
      passed = true;
      abort();
    }, byMs);
  };
  if (request.signal.aborted) abort();
  request.signal.addEventListener('abort', abort, { once: true });
  extend(ms);
  return {
    signal: controller.signal,
    extend,
    clear,
    close() {
      clear();
      abort();
    },
    passed: () => passed,
    ms: () => ms,
  };
}

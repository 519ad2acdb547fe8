import { IncomingMessage } from 'node:http';
import https from 'node:https';
import readline from 'node:readline';
import { KubeObject } from '../../contracts';
import { StatusCause } from '../StatusError';

/** What bodies of answers have, each kind some of it. */
export interface TestBody {
  kind: string;
  message: string;
  metadata: KubeObject['metadata'] & {
    resourceVersion: string;
    continue?: string;
    remainingItemCount?: number;
  };
  items: KubeObject[];
  resources: Array<{ name: string }>;
  details: { causes: StatusCause[] };
  spec: Record<string, unknown>;
  status: Record<string, unknown>;
}

/** An answer, with its body parsed if it is JSON. */
export interface TestAnswer {
  status: number;
  headers: IncomingMessage['headers'];
  text: string;
  body: TestBody;
}

/** A line of a watch. */
export interface TestEvent {
  type: string;
  object: KubeObject;
}

/** The wire as it is, for what client libraries hide. */
export class TestClient {
  readonly #options: { url: string; caData: string; token: string };

  static create(options: {
    url: string;
    caData: string;
    token: string;
  }): TestClient {
    return new TestClient(options);
  }

  private constructor(options: { url: string; caData: string; token: string }) {
    this.#options = options;
  }

  async request(
    method: string,
    path: string,
    options: { body?: unknown; headers?: Record<string, string> } = {},
  ): Promise<TestAnswer> {
    const response = await this.#send(method, path, options);
    let text = '';
    for await (const chunk of response) text += chunk;
    const isJson = response.headers['content-type']?.includes('json');
    return {
      status: response.statusCode ?? 0,
      headers: response.headers,
      text,
      body: isJson && text ? JSON.parse(text) : undefined,
    };
  }

  get(path: string, headers?: Record<string, string>): Promise<TestAnswer> {
    return this.request('GET', path, { headers });
  }

  post(path: string, body: unknown): Promise<TestAnswer> {
    return this.request('POST', path, { body });
  }

  patch(
    path: string,
    body: unknown,
    type = 'application/merge-patch+json',
  ): Promise<TestAnswer> {
    const headers = { 'content-type': type };
    return this.request('PATCH', path, { body, headers });
  }

  /** The events of a watch, until it ends or `close` is called. */
  async watch(path: string): Promise<{
    next(): Promise<TestEvent | undefined>;
    rest(): Promise<TestEvent[]>;
    close(): void;
  }> {
    const response = await this.#send('GET', path, {});
    const lines = readline.createInterface({ input: response });
    // Breaking the connection is how some watches are meant to end.
    response.on('error', () => lines.close());
    const iterator = lines[Symbol.asyncIterator]();
    const next = async () => {
      const { value, done } = await iterator.next();
      const event: TestEvent | undefined = done ? undefined : JSON.parse(value);
      return event;
    };
    return {
      next,
      close: () => response.destroy(),
      async rest() {
        const events: TestEvent[] = [];
        for (let each = await next(); each; each = await next()) {
          events.push(each);
        }
        return events;
      },
    };
  }

  #send(
    method: string,
    path: string,
    options: { body?: unknown; headers?: Record<string, string> },
  ): Promise<IncomingMessage> {
    const { url, caData, token } = this.#options;
    const { headers } = options;
    const body = bytesOf(options.body);
    return new Promise((resolve, reject) => {
      const request = https.request(
        new URL(path, url),
        {
          method,
          ca: Buffer.from(caData, 'base64'),
          agent: false,
          headers: {
            authorization: `Bearer ${token}`,
            'content-type': 'application/json',
            // Node leaves it out for DELETE, body or not.
            ...(body ? { 'content-length': body.length } : {}),
            ...headers,
          },
        },
        resolve,
      );
      request.on('error', reject);
      request.end(body);
    });
  }
}

function bytesOf(body: unknown): Buffer | undefined {
  if (body === undefined || Buffer.isBuffer(body)) return body;
  return Buffer.from(JSON.stringify(body));
}

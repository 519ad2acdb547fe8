import {
  createServer,
  IncomingMessage,
  request,
  Server,
  ServerResponse,
} from 'http';
import { AddressInfo } from 'net';
import { text } from 'stream/consumers';

/** One request that went over the wire. */
export interface WireRequest {
  method: string;
  path: string;
  body: string;
}

/** Stands between a client and a server, writes down what is sent, and lets a test act just before a request arrives. */
export class Wire {
  static async create(target: string): Promise<Wire> {
    const wire = new Wire(new URL(target));
    await new Promise<void>(resolve =>
      wire.#server.listen(0, '127.0.0.1', resolve),
    );
    return wire;
  }

  readonly requests: WireRequest[] = [];
  /** Called with the number of the request, from 0, and awaited before it is passed on. */
  onRequest: (index: number, request: WireRequest) => void | Promise<void> =
    () => {};
  readonly #server: Server;

  private constructor(private readonly target: URL) {
    this.#server = createServer((incoming, outgoing) => {
      this.#pass(incoming, outgoing).catch(error => outgoing.destroy(error));
    });
  }

  get url(): string {
    const address = this.#server.address();
    if (!isAddress(address)) throw new Error('the wire is not up');
    return `http://127.0.0.1:${address.port}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>(resolve => this.#server.close(() => resolve()));
  }

  async #pass(
    incoming: IncomingMessage,
    outgoing: ServerResponse,
  ): Promise<void> {
    const body = await text(incoming);
    const seen = {
      method: incoming.method ?? '',
      path: incoming.url ?? '',
      body,
    };
    this.requests.push(seen);
    await this.onRequest(this.requests.length - 1, seen);
    const passed = request(
      {
        host: this.target.hostname,
        port: this.target.port,
        method: seen.method,
        path: seen.path,
        headers: incoming.headers,
        agent: false,
      },
      answer => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
        answer.on('error', () => outgoing.destroy());
      },
    );
    passed.on('error', () => outgoing.destroy());
    outgoing.on('close', () => passed.destroy());
    passed.end(body);
  }
}

function isAddress(
  address: string | AddressInfo | null,
): address is AddressInfo {
  return typeof address === 'object' && address !== null;
}

import { createServer, RequestListener, Server } from 'http';
import { AddressInfo } from 'net';

/** A port that answers with a listener, and can be taken away and given back. */
export class ForgeServer {
  /** Takes the port (0: any free one) and holds requests back until {@link ForgeServer.serve}. */
  static async listen(options: {
    port: number;
    host: string;
  }): Promise<ForgeServer> {
    const forgeServer = new ForgeServer(options.host);
    await forgeServer.#open(options.port);
    return forgeServer;
  }

  #server: Server | undefined;
  #port = 0;
  #serve: (listener: RequestListener) => void = () => undefined;
  readonly #listener = new Promise<RequestListener>(resolve => {
    this.#serve = resolve;
  });
  #changes: Promise<void> = Promise.resolve();

  private constructor(private readonly host: string) {}

  get port(): number {
    return this.#port;
  }

  serve(listener: RequestListener): void {
    this.#serve(listener);
  }

  /** Whether the port is to accept connections. Open ones are cut when it goes down. */
  async setUp(isUp: boolean): Promise<void> {
    this.#changes = this.#changes.then(async () => {
      if (isUp && !this.#server) await this.#open(this.#port);
      if (!isUp && this.#server) await this.#close(this.#server);
    });
    return this.#changes;
  }

  async #open(port: number): Promise<void> {
    const server = createServer(async (request, response) => {
      (await this.#listener)(request, response);
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, this.host, resolve);
    });
    this.#port = portOf(server.address());
    this.#server = server;
  }

  async #close(server: Server): Promise<void> {
    this.#server = undefined;
    const closed = new Promise(resolve => server.close(resolve));
    server.closeAllConnections();
    await closed;
  }
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') {
    throw new Error('The forge does not listen on a port');
  }
  return address.port;
}

import { RequestListener } from 'node:http';
import https from 'node:https';
import { AddressInfo, Socket } from 'node:net';
import { Certificates } from './certificates';

/** The TLS port of a cluster, which can go away and come back. */
export class ClusterListener {
  readonly #certificates: Certificates;
  readonly #host: string;
  #port: number;
  #app: RequestListener | undefined;
  #server: https.Server | undefined;
  #sockets = new Set<Socket>();
  #switching: Promise<void> = Promise.resolve();

  static create(options: {
    certificates: Certificates;
    host: string;
    /** Any free one when 0; stays the same from the first opening on. */
    port: number;
  }): ClusterListener {
    return new ClusterListener(options);
  }

  private constructor(options: Parameters<typeof ClusterListener.create>[0]) {
    this.#certificates = options.certificates;
    this.#host = options.host;
    this.#port = options.port;
  }

  /** `https://localhost:7011`. With port 0, the port is known from the first opening on. */
  get url(): string {
    return `https://localhost:${this.#port}`;
  }

  /** Says what answers. To be called before the first opening. */
  serve(app: RequestListener): void {
    this.#app = app;
  }

  /** Resolves when connections are accepted. */
  open(): Promise<void> {
    return this.#next(async () => {
      if (this.#server) return;
      const { key, certificate } = this.#certificates;
      const server = https.createServer({ key, cert: certificate }, this.#app);
      server.keepAliveTimeout = 60_000;
      server.on('connection', socket => {
        this.#sockets.add(socket);
        socket.on('close', () => this.#sockets.delete(socket));
      });
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen({ port: this.#port, host: this.#host }, resolve);
      });
      const address: AddressInfo | string | null = server.address();
      if (address && typeof address === 'object') this.#port = address.port;
      this.#server = server;
    });
  }

  /** Refuses connections from now on, and breaks those that are open. */
  close(): Promise<void> {
    return this.#next(async () => {
      const server = this.#server;
      if (!server) return;
      this.#server = undefined;
      const closed = new Promise<void>(resolve => {
        server.close(() => resolve());
      });
      for (const socket of this.#sockets) socket.destroy();
      await closed;
    });
  }

  #next(work: () => Promise<void>): Promise<void> {
    const done = this.#switching.then(work);
    this.#switching = done.catch(() => undefined);
    return done;
  }
}

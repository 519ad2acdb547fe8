import http from 'node:http';
import https, { RequestOptions } from 'node:https';

// Long enough for what a person does next, and shorter than any load balancer waits.
const idleMs = 30_000;
const idleConnections = 4;

const keepAlive: https.AgentOptions = {
  keepAlive: true,
  maxFreeSockets: idleConnections,
  timeout: idleMs,
  scheduling: 'lifo',
};

/**
 * Connections to one API server that are used again.
 *
 * @remarks
 * Node keeps them apart by the TLS options of each request, so another certificate is another connection, and tokens are
 * sent with each request anyway. What must not be sent twice (a change) and what lasts (a watch) takes a connection of
 * its own, so that neither meets one that the server has just closed, nor keeps others waiting.
 */
export class ConnectionPool {
  readonly #http = new http.Agent(keepAlive);
  readonly #https = new https.Agent(keepAlive);

  static create(): ConnectionPool {
    return new ConnectionPool();
  }

  private constructor() {}

  /** The agent to use; the given one where it goes through a proxy. */
  agentFor(options: RequestOptions): RequestOptions['agent'] {
    const { agent } = options;
    // Proxies have agents of their own classes.
    if (!agent || Object.getPrototypeOf(agent) === https.Agent.prototype) {
      return this.#https;
    }
    return Object.getPrototypeOf(agent) === http.Agent.prototype
      ? this.#http
      : agent;
  }

  /** Closes all connections, and keeps none that is opened later. */
  close(): void {
    for (const agent of [this.#http, this.#https]) {
      agent.maxFreeSockets = 0;
      agent.destroy();
    }
  }

  /** Closes the connections that nobody uses now: after a silence the next request must not go the same way. */
  closeIdle(): void {
    for (const agent of [this.#http, this.#https]) {
      for (const sockets of Object.values(agent.freeSockets)) {
        for (const socket of [...(sockets ?? [])]) socket.destroy();
      }
    }
  }
}

/** Whether the server closed a connection that it had kept open, before it heard of the request. */
export function closedBeforeUse(
  error: NodeJS.ErrnoException,
  request: http.ClientRequest,
): boolean {
  return (
    request.reusedSocket &&
    (error.code === 'ECONNRESET' || error.code === 'EPIPE')
  );
}

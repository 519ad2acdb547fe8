import { once } from 'node:events';
import { createServer } from 'node:http';
import express from 'express';
import { z } from 'zod';
import { ArgoCdApiOptions, createArgoCdApi } from './createArgoCdApi';

/** Argo CD's server, answering. */
export interface RunningArgoCdApi {
  /** `http://localhost:12345` */
  readonly url: string;
  /** Ends the streams without a word, as a proxy does. */
  endStreams(): void;
  stop(): Promise<void>;
}

/** Serves Argo CD's API of a cluster on a free port of the loopback interface. */
export async function startArgoCdApi(
  options: ArgoCdApiOptions,
): Promise<RunningArgoCdApi> {
  const { router, endStreams } = createArgoCdApi(options);
  const app = express();
  app.disable('x-powered-by');
  app.use(router);
  const server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = z.object({ port: z.number() }).parse(server.address());
  return {
    url: `http://localhost:${port}`,
    endStreams,
    async stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}

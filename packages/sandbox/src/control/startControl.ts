import { once } from 'node:events';
import { createServer } from 'node:http';
import express from 'express';
import { z } from 'zod';
import { ControlOptions, createControlRouter } from './createControlRouter';

/**
 * Serves the control API on a port of its own, so that it answers while everything else is made to fail.
 * It listens on the loopback interface alone.
 */
export async function startControl(
  options: ControlOptions & { port: number },
): Promise<{ url: string; stop(): Promise<void> }> {
  const app = express();
  app.disable('x-powered-by');
  app.use(createControlRouter(options));
  const server = createServer(app).listen(options.port, '127.0.0.1');
  await once(server, 'listening');
  const { port } = z.object({ port: z.number() }).parse(server.address());
  return {
    url: `http://localhost:${port}`,
    async stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}

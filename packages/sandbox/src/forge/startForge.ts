import { Faults, ForgeContent } from '../contracts';
import { ForgeDomain, openForgeDomain } from './domain';
import { ForgeStore } from './ForgeStore';
import { createForgeApp } from './http/createForgeApp';
import { ForgeServer } from './http/ForgeServer';
import { WebhookSender } from './webhooks/WebhookSender';

/** A forge that answers. */
export interface RunningForge {
  /** Without a trailing slash: `http://localhost:7010`. */
  readonly url: string;
  /** For the seed and for controllers in this process. */
  readonly content: ForgeContent;
  /** Everything that it knows and can do. */
  readonly domain: ForgeDomain;
  stop(): Promise<void>;
}

/** Starts a forge on what is stored in a directory, which may be empty. */
export async function startForge(options: {
  dataDir: string;
  /** 0: any free one. */
  port: number;
  host?: string;
  faults: Faults;
  logger?: { error(message: string, error?: Error): void };
}): Promise<RunningForge> {
  const { dataDir, port, host = '127.0.0.1', faults, logger } = options;
  const onError = (error: unknown) =>
    logger?.error(
      'The forge failed',
      error instanceof Error ? error : new Error(String(error)),
    );
  const server = await ForgeServer.listen({ port, host });
  const url = `http://localhost:${server.port}`;
  const domain = await openForgeDomain({ dataDir, baseUrl: url, onError });
  const webhooks = WebhookSender.start({ forge: domain, faults, onError });
  server.serve(createForgeApp({ forge: domain, faults, webhooks, onError }));

  const obeyFaults = () => {
    const isDown = faults
      .list()
      .some(
        ({ surface, fault }) => surface === 'forge' && fault.type === 'down',
      );
    server.setUp(!isDown).catch(onError);
  };
  const unsubscribe = faults.onChange(obeyFaults);
  obeyFaults();
  return {
    url,
    content: ForgeStore.create(domain),
    domain,
    stop: async () => {
      unsubscribe();
      await server.setUp(false);
      await webhooks.stop();
      await domain.close();
    },
  };
}

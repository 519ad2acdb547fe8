import { createServer, IncomingMessage, Server } from 'node:http';
import { text } from 'node:stream/consumers';
import { EventsService } from '@backstage/plugin-events-node';

/** Takes webhooks of a forge and publishes them as Backstage's events plugin does, without asking who sent them. */
export class WebhookReceiver {
  static async start(events: EventsService): Promise<WebhookReceiver> {
    const server = createServer((request, response) => {
      publish(request, events).then(
        () => response.writeHead(202).end(),
        error => response.writeHead(500).end(String(error)),
      );
    });
    await new Promise<void>(resolve =>
      server.listen(0, '127.0.0.1', () => resolve()),
    );
    return new WebhookReceiver(server);
  }

  private constructor(private readonly server: Server) {}

  get url(): string {
    const address = this.server.address();
    if (!address || typeof address === 'string') {
      throw new Error('The receiver is not up');
    }
    return `http://127.0.0.1:${address.port}/`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise<void>(resolve => this.server.close(() => resolve()));
  }
}

async function publish(
  request: IncomingMessage,
  events: EventsService,
): Promise<void> {
  const eventPayload: unknown = JSON.parse(await text(request));
  const topic = `github.${request.headers['x-github-event']}`;
  await events.publish({ topic, eventPayload });
}

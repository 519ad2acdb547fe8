import { createServer, Server } from 'node:http';
import { text } from 'node:stream/consumers';

/** A webhook as the forge sent it. */
export interface Mail {
  topic: string;
  payload: unknown;
}

/** Takes the forge's webhooks, and hands each out twice, late and in the wrong order. */
export class Mailbox {
  static async open(random: () => number): Promise<Mailbox> {
    const mail: Mail[] = [];
    const server = createServer((request, response) => {
      text(request).then(
        body => {
          const payload: unknown = JSON.parse(body);
          const topic = `github.${request.headers['x-github-event']}`;
          mail.push({ topic, payload }, { topic, payload });
          response.writeHead(202).end();
        },
        () => response.writeHead(500).end(),
      );
    });
    await new Promise<void>(resolve =>
      server.listen(0, '127.0.0.1', () => resolve()),
    );
    return new Mailbox(server, mail, random);
  }

  private constructor(
    private readonly server: Server,
    private readonly mail: Mail[],
    private readonly random: () => number,
  ) {}

  get url(): string {
    const address = this.server.address();
    if (!address || typeof address === 'string') {
      throw new Error('The mailbox is not open');
    }
    return `http://127.0.0.1:${address.port}/`;
  }

  /** A few of them, whatever their age. */
  take(): Mail[] {
    const count = Math.ceil(this.mail.length * this.random() * 0.6);
    return Array.from({ length: count }).flatMap(() =>
      this.mail.splice(Math.floor(this.random() * this.mail.length), 1),
    );
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise<void>(resolve => this.server.close(() => resolve()));
  }
}

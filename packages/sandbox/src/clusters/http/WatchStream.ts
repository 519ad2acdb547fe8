import { randomInt } from 'node:crypto';
import { Response } from 'express';
import { WatchEvent } from '../../contracts';
import { apiVersionOf, ResourceKind } from '../kinds/ResourceKind';
import { StatusError } from '../StatusError';
import { Representation } from './representation';

/** A client that lets so much pile up is too slow to be worth it: it will have to resume. */
const maxWaitingBytes = 64 * 1024 * 1024;

/** One watch on the wire: lines of JSON until it ends. */
export class WatchStream {
  readonly #response: Response;
  readonly #kind: ResourceKind;
  readonly #representation: Representation;
  readonly #revision: () => number;
  readonly #bookmarks: boolean;
  readonly #onEnd: Array<() => void> = [];
  #ended = false;

  static start(options: {
    response: Response;
    kind: ResourceKind;
    representation: Representation;
    /** The newest revision: what a bookmark says has been told. */
    revision: () => number;
    bookmarks: boolean;
    bookmarkIntervalMs: number;
    timeoutSeconds?: number;
  }): WatchStream {
    const stream = new WatchStream(options);
    stream.#start(options);
    return stream;
  }

  private constructor(options: Parameters<typeof WatchStream.start>[0]) {
    this.#response = options.response;
    this.#kind = options.kind;
    this.#representation = options.representation;
    this.#revision = options.revision;
    this.#bookmarks = options.bookmarks;
  }

  send(event: WatchEvent): void {
    this.#write(event.type, this.#representation.object(event.object));
  }

  /** `initial` marks that everything that existed at the start has been sent. */
  sendBookmark(options: { initial?: boolean } = {}): void {
    if (!this.#bookmarks) return;
    const bookmark = {
      kind: this.#kind.kind,
      apiVersion: apiVersionOf(this.#kind),
      metadata: {
        resourceVersion: String(this.#revision()),
        creationTimestamp: null,
        ...(options.initial
          ? { annotations: { 'k8s.io/initial-events-end': 'true' } }
          : {}),
      },
    };
    this.#write('BOOKMARK', JSON.stringify(bookmark));
  }

  /** Tells the error and ends. */
  fail(error: StatusError): void {
    this.#write('ERROR', JSON.stringify(error.toStatus()));
    this.end();
  }

  /** Ends without a word. */
  end(): void {
    if (this.#ended) return;
    this.#finish();
    this.#response.end();
  }

  /** Called once, when the watch has ended from whichever side; at once when it has already. */
  onEnd(listener: () => void): void {
    if (this.#ended) listener();
    else this.#onEnd.push(listener);
  }

  #start(options: Parameters<typeof WatchStream.start>[0]): void {
    const { response, bookmarkIntervalMs } = options;
    response.status(200).set('content-type', 'application/json');
    response.flushHeaders();
    response.on('close', () => this.#finish());
    const bookmarkTimer = setInterval(
      () => this.sendBookmark(),
      bookmarkIntervalMs,
    );
    const seconds = options.timeoutSeconds || randomInt(1800, 3600);
    const timer = setTimeout(() => {
      this.sendBookmark();
      this.end();
    }, seconds * 1000);
    this.onEnd(() => {
      clearInterval(bookmarkTimer);
      clearTimeout(timer);
    });
  }

  #write(type: string, object: string): void {
    if (this.#ended) return;
    this.#response.write(`{"type":"${type}","object":${object}}\n`);
    if (this.#response.writableLength > maxWaitingBytes) {
      this.#response.destroy();
    }
  }

  #finish(): void {
    if (this.#ended) return;
    this.#ended = true;
    for (const listener of this.#onEnd) listener();
  }
}

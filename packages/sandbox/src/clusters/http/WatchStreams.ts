import { Request, Response } from 'express';
import { Faults, FaultSurface } from '../../contracts';
import { definitionsResource } from '../kinds/builtInKinds';
import { resourceOf } from '../kinds/ResourceKind';
import { watchObjects } from '../objects/watchObjects';
import { ObjectStore } from '../store/ObjectStore';
import { invalid, expired, StatusError } from '../StatusError';
import { matchOf } from './listObjects';
import { ListQuery } from './queryOptions';
import { Representation } from './representation';
import { ResourceTarget } from './ResourceTarget';
import { WatchStream } from './WatchStream';

interface Running {
  resource: string;
  path: string;
  stream: WatchStream;
}

/** The watches that are open on one cluster. */
export class WatchStreams {
  readonly #store: ObjectStore;
  readonly #faults: Faults;
  readonly #surface: FaultSurface;
  readonly #bookmarkIntervalMs: number;
  readonly #running = new Set<Running>();

  static create(options: {
    store: ObjectStore;
    faults: Faults;
    surface: FaultSurface;
    bookmarkIntervalMs: number;
  }): WatchStreams {
    const streams = new WatchStreams(options);
    streams.#endWithDefinitions();
    return streams;
  }

  private constructor(options: Parameters<typeof WatchStreams.create>[0]) {
    this.#store = options.store;
    this.#faults = options.faults;
    this.#surface = options.surface;
    this.#bookmarkIntervalMs = options.bookmarkIntervalMs;
  }

  /** Answers a watch request: the connection stays open until one side or the time ends it. */
  open(options: {
    request: Request;
    response: Response;
    target: ResourceTarget;
    query: ListQuery;
    representation: Representation;
  }): void {
    const { request, response, target, query, representation } = options;
    checkInitialEvents(target, query);
    const matches = matchOf(target, query);
    const resource = resourceOf(target.kind);
    const stream = WatchStream.start({
      response,
      kind: target.kind,
      representation,
      revision: () => this.#store.revision,
      bookmarks: query.allowWatchBookmarks === true,
      bookmarkIntervalMs: this.#bookmarkIntervalMs,
      timeoutSeconds: query.timeoutSeconds,
    });
    const running = { resource, path: request.originalUrl, stream };
    this.#running.add(running);
    stream.onEnd(() => this.#running.delete(running));
    try {
      const stop = watchObjects({
        store: this.#store,
        resource,
        matches,
        after: startOf(query),
        onEvent: event => {
          if (!this.#isLost(running)) stream.send(event);
        },
      });
      stream.onEnd(stop);
      if (query.sendInitialEvents) stream.sendBookmark({ initial: true });
    } catch (error) {
      if (!(error instanceof StatusError)) throw error;
      stream.fail(error);
    }
  }

  /** Ends the watches without a word: those that `struck` picks, by the path they were opened with. */
  end(struck: (path: string) => boolean = () => true): void {
    for (const { path, stream } of [...this.#running]) {
      if (struck(path)) stream.end();
    }
  }

  /** Forgets the history of changes, and tells every watch so. */
  expire(): void {
    this.#store.forgetHistory();
    for (const { stream } of [...this.#running]) {
      stream.fail(
        expired(`too old resource version (${this.#store.forgottenUpTo})`),
      );
    }
  }

  #isLost({ path }: Running): boolean {
    return Boolean(
      this.#faults.take({
        surface: this.#surface,
        method: 'GET',
        path,
        types: ['lose-watch-event'],
      }),
    );
  }

  #endWithDefinitions(): void {
    this.#store.subscribe(({ resource, type, object }) => {
      if (resource !== definitionsResource || type !== 'DELETED') return;
      // After the events of the custom resources that go with their definition.
      setImmediate(() => {
        for (const running of [...this.#running]) {
          if (running.resource === object.metadata.name) running.stream.end();
        }
      });
    });
  }
}

/** Unset and 0 mean "start with what exists". */
function startOf(query: ListQuery): number | undefined {
  return query.sendInitialEvents
    ? undefined
    : query.resourceVersion || undefined;
}

function checkInitialEvents(target: ResourceTarget, query: ListQuery): void {
  if (query.sendInitialEvents === undefined) return;
  const wrong =
    query.resourceVersionMatch !== 'NotOlderThan'
      ? {
          field: 'resourceVersionMatch',
          message:
            'Forbidden: sendInitialEvents requires setting resourceVersionMatch to NotOlderThan',
        }
      : undefined;
  if (wrong) {
    throw invalid({ group: '', kind: 'ListOptions', name: target.kind.kind }, [
      { reason: 'FieldValueForbidden', ...wrong },
    ]);
  }
}

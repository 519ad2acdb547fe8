import { Request, Response } from 'express';
import { ObjectService } from '../objects/ObjectService';
import { ObjectStore } from '../store/ObjectStore';
import { noSuchPath } from '../StatusError';
import { jsonOf } from '../store/jsonOf';
import { listObjects } from './listObjects';
import { ListQuery } from './queryOptions';
import { podLog } from './podLog';
import { Representation } from './representation';
import { ResourceTarget } from './ResourceTarget';
import { scaleOf } from './scale';
import { sendJson } from './sendJson';
import { WatchStreams } from './WatchStreams';

/** Answers get, list and watch. */
export class ReadRequests {
  readonly #store: ObjectStore;
  readonly #service: ObjectService;
  readonly #watches: WatchStreams;

  static create(options: {
    store: ObjectStore;
    service: ObjectService;
    watches: WatchStreams;
  }): ReadRequests {
    return new ReadRequests(options);
  }

  private constructor(options: Parameters<typeof ReadRequests.create>[0]) {
    this.#store = options.store;
    this.#service = options.service;
    this.#watches = options.watches;
  }

  answer(options: {
    request: Request;
    response: Response;
    target: ResourceTarget;
    query: ListQuery;
    representation: Representation;
  }): void {
    const { response, target, query, representation } = options;
    if (query.watch) this.#watches.open(options);
    else if (target.name === undefined) {
      const { objects, meta } = listObjects({
        store: this.#store,
        target,
        query,
      });
      sendJson(response, representation.list(objects, meta));
    } else if (target.subresource === 'log') {
      this.#log(options);
    } else {
      sendJson(response, this.#object(target, target.name, representation));
    }
  }

  #log(options: {
    request: Request;
    response: Response;
    target: ResourceTarget;
  }): void {
    const { request, response, target } = options;
    const { kind, namespace, name } = target;
    if (namespace === undefined || name === undefined) throw noSuchPath();
    const { container, previous, tailLines } = request.query;
    const text = podLog(this.#service.get({ kind, namespace, name }), {
      ...(typeof container === 'string' && container && { container }),
      previous: previous === 'true',
      ...(typeof tailLines === 'string' && { tailLines: Number(tailLines) }),
    });
    response.status(200).type('text/plain').send(text);
  }

  #object(
    target: ResourceTarget,
    name: string,
    representation: Representation,
  ): string {
    const { kind, namespace, subresource } = target;
    if (kind.namespaced && namespace === undefined) throw noSuchPath();
    const object = this.#service.get({ kind, namespace, name });
    return subresource === 'scale'
      ? jsonOf(scaleOf(object))
      : representation.object(object);
  }
}

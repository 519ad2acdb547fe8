import { Request, Response } from 'express';
import { z } from 'zod';
import { KubeObject } from '../../contracts';
import {
  DeleteOptions,
  ObjectPlace,
  ObjectService,
  WriteOptions,
} from '../objects/ObjectService';
import { mergePatch } from '../objects/mergePatch';
import { ObjectStore } from '../store/ObjectStore';
import { badRequest, methodNotAllowed } from '../StatusError';
import { listObjects } from './listObjects';
import { parseListQuery, parseWriteQuery, WriteQuery } from './queryOptions';
import { Representation } from './representation';
import {
  droppedFields,
  mediaTypeOf,
  readBody,
  readObject,
} from './requestBody';
import { ResourceTarget } from './ResourceTarget';
import { replicasOf, scaleOf } from './scale';
import { sendJson } from './sendJson';

const deleteBodySchema = z
  .object({
    propagationPolicy: z
      .enum(['Background', 'Foreground', 'Orphan'])
      .optional()
      .nullable(),
    orphanDependents: z.boolean().optional().nullable(),
    dryRun: z.array(z.literal('All')).optional().nullable(),
    preconditions: z
      .object({
        uid: z.string().optional(),
        resourceVersion: z.string().optional(),
      })
      .optional()
      .nullable(),
  })
  .default({});

interface WriteRequest {
  request: Request;
  response: Response;
  target: ResourceTarget;
  representation: Representation;
}

/** Answers create, update, patch, delete and deletecollection. */
export class WriteRequests {
  readonly #store: ObjectStore;
  readonly #service: ObjectService;

  static create(options: {
    store: ObjectStore;
    service: ObjectService;
  }): WriteRequests {
    return new WriteRequests(options);
  }

  private constructor(options: Parameters<typeof WriteRequests.create>[0]) {
    this.#store = options.store;
    this.#service = options.service;
  }

  answer(write: WriteRequest): void {
    const { request, response, target, representation } = write;
    const query = parseWriteQuery(request.query);
    switch (request.method) {
      case 'POST':
        sendJson(
          response,
          representation.object(this.#create(write, query)),
          201,
        );
        return;
      case 'PUT':
      case 'PATCH': {
        const place = placeOf(target);
        const text =
          target.subresource === 'scale'
            ? JSON.stringify(this.#scale(write, place, query))
            : representation.object(this.#change(write, place, query));
        sendJson(response, text);
        return;
      }
      case 'DELETE':
        if (target.name === undefined) this.#deleteAll(write, query);
        else this.#delete(write, placeOf(target), query);
        return;
      default:
        throw methodNotAllowed(
          'the server does not allow this method on the requested resource',
        );
    }
  }

  #create({ request, response, target }: WriteRequest, query: WriteQuery) {
    if (
      target.name !== undefined ||
      (target.kind.namespaced && target.namespace === undefined)
    ) {
      throw methodNotAllowed(
        'the server does not allow this method on the requested resource',
      );
    }
    return this.#service.create(
      target.kind,
      readObject(request, target),
      writeOptions(response, query),
    );
  }

  #change(
    { request, response, target }: WriteRequest,
    place: ObjectPlace,
    query: WriteQuery,
  ): KubeObject {
    const options: WriteOptions = {
      ...writeOptions(response, query),
      part: target.subresource === 'status' ? 'status' : 'main',
    };
    return request.method === 'PUT'
      ? this.#service.update(place, readObject(request, target), options)
      : this.#service.patch(
          place,
          { type: mediaTypeOf(request), body: readBody(request) },
          options,
        );
  }

  #scale(
    { request, response }: WriteRequest,
    place: ObjectPlace,
    query: WriteQuery,
  ): KubeObject {
    const body = readBody(request);
    const scale = scaleOf(this.#service.get(place));
    const wanted = request.method === 'PUT' ? body : mergePatch(scale, body);
    const scaled = this.#service.patch(
      place,
      {
        type: 'application/merge-patch+json',
        body: { spec: { replicas: replicasOf(wanted) } },
      },
      writeOptions(response, query),
    );
    return scaleOf(scaled);
  }

  #delete(
    { request, response, representation }: WriteRequest,
    place: ObjectPlace,
    query: WriteQuery,
  ): void {
    const { object, removed } = this.#service.delete(
      place,
      deleteOptions(request, query),
    );
    if (!removed) {
      sendJson(response, representation.object(object));
      return;
    }
    response.json({
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Success',
      details: {
        name: place.name,
        ...(place.kind.group ? { group: place.kind.group } : {}),
        kind: place.kind.plural,
        uid: object.metadata.uid,
      },
    });
  }

  #deleteAll(
    { request, response, target, representation }: WriteRequest,
    query: WriteQuery,
  ): void {
    const { objects, meta } = listObjects({
      store: this.#store,
      target,
      query: parseListQuery(request.query),
    });
    const options = deleteOptions(request, query);
    for (const { metadata } of objects) {
      const { name, namespace } = metadata;
      this.#service.delete({ kind: target.kind, namespace, name }, options);
    }
    sendJson(response, representation.list(objects, meta));
  }
}

function placeOf({ kind, namespace, name }: ResourceTarget): ObjectPlace {
  if (name === undefined || (kind.namespaced && namespace === undefined)) {
    throw methodNotAllowed(
      'the server does not allow this method on the requested resource',
    );
  }
  return { kind, namespace, name };
}

function writeOptions(response: Response, query: WriteQuery): WriteOptions {
  return {
    dryRun: query.dryRun === 'All',
    onDropped: droppedFields(query.fieldValidation, message =>
      response.append('warning', `299 - "${message.replaceAll('"', '\\"')}"`),
    ),
  };
}

function deleteOptions(request: Request, query: WriteQuery): DeleteOptions {
  const body = deleteBodySchema.safeParse(readBody(request));
  if (!body.success) {
    const [issue] = body.error.issues;
    throw badRequest(
      `DeleteOptions: ${issue.path.join('.')}: ${issue.message}`,
    );
  }
  const { propagationPolicy, orphanDependents, dryRun, preconditions } =
    body.data;
  return {
    dryRun: query.dryRun === 'All' || dryRun?.includes('All'),
    propagation:
      propagationPolicy ||
      query.propagationPolicy ||
      (orphanDependents ? 'Orphan' : undefined),
    uid: preconditions?.uid,
    resourceVersion: preconditions?.resourceVersion,
  };
}

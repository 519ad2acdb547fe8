import { Request, RequestHandler } from 'express';
import { Access, ClusterUser } from '../auth/Access';
import { forbidden } from '../auth/forbidden';
import { KindRegistry } from '../kinds/KindRegistry';
import { ResourceKind } from '../kinds/ResourceKind';
import { noSuchPath } from '../StatusError';
import { parseListQuery } from './queryOptions';
import { ReadRequests } from './ReadRequests';
import { chooseRepresentation } from './representation';
import { readBody } from './requestBody';
import { parseResourcePath, ResourceRequest, verbOf } from './requestInfo';
import { answerReview, reviewKinds } from './reviews';
import { WriteRequests } from './WriteRequests';

/** Everything below `/api/v1` and `/apis/<group>/<version>`: what is asked, may they, who answers. */
export function resourceRoutes(options: {
  kinds: KindRegistry;
  access: Access;
  reads: ReadRequests;
  writes: WriteRequests;
  callerOf: (request: Request) => ClusterUser;
}): RequestHandler {
  const { kinds, access, reads, writes, callerOf } = options;
  return (request, response, next) => {
    const info = parseResourcePath(request.path);
    if (!info) {
      next();
      return;
    }
    const caller = callerOf(request);
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    const query = parseListQuery(isRead ? request.query : {});
    authorize({ request, info, access, caller, watch: Boolean(query.watch) });
    if (isReview(request, info)) {
      const body = readBody(request);
      answerReview({ plural: info.resource, body, caller, access, response });
      return;
    }
    const kind = servedKind(kinds, info);
    const target = { ...info, kind };
    const representation = chooseRepresentation({
      kind,
      accept: request.headers.accept,
      includeObject: request.query.includeObject,
    });
    if (isRead) {
      reads.answer({ request, response, target, query, representation });
    } else writes.answer({ request, response, target, representation });
  };
}

function authorize(options: {
  request: Request;
  info: ResourceRequest;
  access: Access;
  caller: ClusterUser;
  watch: boolean;
}): void {
  const { request, info, access, caller, watch } = options;
  const { method } = request;
  const wanted = { ...info, verb: verbOf({ method, name: info.name, watch }) };
  if (!access.allows(caller, wanted)) throw forbidden(caller, wanted);
}

function isReview(request: Request, info: ResourceRequest): boolean {
  return (
    request.method === 'POST' &&
    reviewKinds.some(
      each => each.group === info.group && each.plural === info.resource,
    )
  );
}

function servedKind(kinds: KindRegistry, info: ResourceRequest): ResourceKind {
  const kind = kinds.byPlural(info.apiVersion, info.resource);
  const subresources = [
    undefined,
    ...(kind?.statusSubresource ? ['status'] : []),
    ...(kind?.scaleSubresource ? ['scale'] : []),
    ...(info.apiVersion === 'v1' && kind?.kind === 'Pod' ? ['log'] : []),
  ];
  if (
    !kind ||
    (!kind.namespaced && info.namespace !== undefined) ||
    !subresources.includes(info.subresource)
  ) {
    throw noSuchPath();
  }
  return kind;
}

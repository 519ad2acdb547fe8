import { Request } from 'express';
import { parse as parseYaml } from 'yaml';
import { z } from 'zod';
import { KubeObject } from '../../contracts';
import { apiVersionOf } from '../kinds/ResourceKind';
import { kubeObjectSchema } from '../store/kubeObjectSchema';
import { badRequest, StatusError, unsupportedMediaType } from '../StatusError';
import { protobufType, readProtobuf } from './readProtobuf';
import { ResourceTarget } from './ResourceTarget';

const objectTypes = ['application/json', 'application/yaml'];

const partialObject = z.looseObject({
  apiVersion: z.string().optional(),
  kind: z.string().optional(),
  metadata: z.looseObject({}).optional(),
});

/** The media type without its parameters. */
export function mediaTypeOf(request: Request): string {
  return (request.headers['content-type'] ?? 'application/json')
    .split(';')[0]
    .trim()
    .toLowerCase();
}

/** The body as JSON, YAML or protobuf, whichever the client says; undefined when there is none. */
export function readBody(request: Request): unknown {
  const body: unknown = request.body;
  if (!Buffer.isBuffer(body) || body.length === 0) return undefined;
  const type = mediaTypeOf(request);
  try {
    if (type === protobufType) return readProtobuf(body) ?? refuse();
    if (type.endsWith('yaml')) return parseYaml(body.toString('utf8'));
    return type.endsWith('json') ? JSON.parse(body.toString('utf8')) : refuse();
  } catch (error) {
    if (error instanceof StatusError) throw error;
    throw badRequest(
      `the object provided is unrecognized (must be of type ${type}): ${error instanceof Error ? error.message : error}`,
    );
  }
}

function refuse(): never {
  throw unsupportedMediaType(objectTypes);
}

/** The object in the body, which must be of the kind and at the place that the path names. */
export function readObject(
  request: Request,
  target: ResourceTarget,
): KubeObject {
  if (![...objectTypes, protobufType].includes(mediaTypeOf(request))) refuse();
  const { kind, namespace, name } = target;
  const given = partialObject.safeParse(readBody(request));
  if (!given.success) throw badRequest('the body is not an object');
  const expected = { apiVersion: apiVersionOf(kind), kind: kind.kind };
  const body = { ...expected, ...given.data };
  if (body.apiVersion !== expected.apiVersion) {
    throw badRequest(
      `the API version in the data (${body.apiVersion}) does not match the expected API version (${expected.apiVersion})`,
    );
  }
  if (body.kind !== expected.kind) {
    throw badRequest(
      `${body.kind} in version "${kind.version}" cannot be handled as a ${kind.kind}: the kind in the data does not match the expected kind`,
    );
  }
  const metadata = body.metadata ?? {};
  const object = kubeObjectSchema.safeParse({
    ...body,
    metadata: withoutNulls({
      ...metadata,
      name: metadata.name ?? name ?? '',
      ...(kind.namespaced
        ? { namespace: metadata.namespace || namespace }
        : { namespace: undefined }),
    }),
  });
  if (!object.success) {
    const [issue] = object.error.issues;
    throw badRequest(
      `${kind.kind} in version "${kind.version}" cannot be handled as a ${kind.kind}: ${issue.path.join('.')}: ${issue.message}`,
    );
  }
  checkPlace(object.data, target);
  return object.data;
}

function withoutNulls(metadata: Record<string, unknown>) {
  return Object.fromEntries(
    Object.entries(metadata).filter(([, value]) => value !== null),
  );
}

function checkPlace({ metadata }: KubeObject, target: ResourceTarget): void {
  const { kind, namespace, name } = target;
  if (kind.namespaced && metadata.namespace !== namespace) {
    throw badRequest(
      'the namespace of the provided object does not match the namespace sent on the request',
    );
  }
  if (name !== undefined && metadata.name !== name) {
    throw badRequest(
      `the name of the object (${metadata.name}) does not match the name on the URL (${name})`,
    );
  }
}

/** What `fieldValidation` says is to be done about unknown fields: refuse them, warn, or neither. */
export function droppedFields(
  mode: string | undefined,
  warn: (message: string) => void,
): (paths: string[]) => void {
  return paths => {
    const texts = paths.map(path => `unknown field "${path}"`);
    if (mode === 'Strict') {
      throw new StatusError(`strict decoding error: ${texts.join(', ')}`, {
        code: 400,
        reason: 'BadRequest',
      });
    }
    if (mode !== 'Ignore') texts.forEach(warn);
  };
}

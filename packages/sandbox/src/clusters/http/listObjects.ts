import { z } from 'zod';
import { KubeObject } from '../../contracts';
import { resourceOf } from '../kinds/ResourceKind';
import { parseFieldSelector } from '../objects/fieldSelector';
import { parseLabelSelector } from '../objects/labelSelector';
import { ObjectMatch } from '../objects/watchObjects';
import { objectKey } from '../store/objectKey';
import { ObjectStore } from '../store/ObjectStore';
import { badRequest, expired, tooLargeRevision } from '../StatusError';
import { ListQuery } from './queryOptions';
import { ListMeta } from './representation';
import { ResourceTarget } from './ResourceTarget';

const tokenSchema = z.object({
  v: z.literal('meta.k8s.io/v1'),
  rv: z.number(),
  start: z.string(),
});

/** Which objects a list or watch is about: namespace, name and selectors together. */
export function matchOf(
  target: ResourceTarget,
  query: Pick<ListQuery, 'labelSelector' | 'fieldSelector'>,
): ObjectMatch {
  const { kind, namespace, name } = target;
  const labels = query.labelSelector
    ? parseLabelSelector(query.labelSelector)
    : undefined;
  const fields = query.fieldSelector
    ? parseFieldSelector(query.fieldSelector, kind)
    : undefined;
  return object =>
    (namespace === undefined || object.metadata.namespace === namespace) &&
    (name === undefined || object.metadata.name === name) &&
    (!labels || labels(object.metadata.labels ?? {})) &&
    (!fields || fields.matches(object));
}

/** One page of a list. All pages show the state at the revision of the first. */
export function listObjects(options: {
  store: ObjectStore;
  target: ResourceTarget;
  query: ListQuery;
}): { objects: readonly KubeObject[]; meta: ListMeta } {
  const { store, target, query } = options;
  const from = startOf(store, query);
  const all = snapshot(options, from.revision);
  const matches = matchOf(target, query);
  const matching = all.filter(
    object => objectKey(object.metadata) > from.after && matches(object),
  );
  // Lists "at any revision" come from the watch cache of a real API server, which knows no pages.
  const limit = query.resourceVersion === 0 ? undefined : query.limit;
  const objects = limit ? matching.slice(0, limit) : matching;
  const remaining = matching.length - objects.length;
  const selective = query.labelSelector || query.fieldSelector;
  return {
    objects,
    meta: {
      resourceVersion: String(from.revision),
      ...(remaining > 0
        ? {
            continue: writeToken(from.revision, objects[objects.length - 1]),
            ...(selective ? {} : { remainingItemCount: remaining }),
          }
        : {}),
    },
  };
}

function snapshot(
  options: Parameters<typeof listObjects>[0],
  revision: number,
): readonly KubeObject[] {
  const { store, target, query } = options;
  const objects =
    revision > store.revision
      ? undefined
      : store.listAt(resourceOf(target.kind), revision);
  if (objects) return objects;
  if (!query.continue) {
    throw expired(`The resourceVersion for the provided list is too old.`);
  }
  throw expired(
    'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.',
    {
      continueToken: encode({
        rv: -1,
        start: readToken(query.continue).start,
      }),
    },
  );
}

function startOf(
  store: ObjectStore,
  query: ListQuery,
): { revision: number; after: string } {
  const asked = query.resourceVersion;
  if (query.continue) {
    if (asked) {
      throw badRequest(
        'specifying resource version is not allowed when using continue',
      );
    }
    const { rv, start } = readToken(query.continue);
    return { revision: rv < 0 ? store.revision : rv, after: start };
  }
  if (asked !== undefined && asked > store.revision) {
    throw tooLargeRevision(asked, store.revision);
  }
  const exact = query.resourceVersionMatch === 'Exact' && asked;
  return { revision: exact || store.revision, after: '' };
}

function writeToken(revision: number, last: KubeObject): string {
  return encode({ rv: revision, start: objectKey(last.metadata) });
}

function encode(token: { rv: number; start: string }): string {
  return Buffer.from(
    JSON.stringify({ v: 'meta.k8s.io/v1', ...token }),
  ).toString('base64url');
}

function readToken(text: string): z.infer<typeof tokenSchema> {
  try {
    return tokenSchema.parse(
      JSON.parse(Buffer.from(text, 'base64url').toString('utf8')),
    );
  } catch {
    throw badRequest('continue key is not valid');
  }
}

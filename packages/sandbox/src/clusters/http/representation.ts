import { KubeObject } from '../../contracts';
import { apiVersionOf, ResourceKind } from '../kinds/ResourceKind';
import { bareJsonOf, jsonOf } from '../store/jsonOf';
import { inVersion } from '../objects/ObjectService';

/** The metadata of a list. */
export interface ListMeta {
  resourceVersion?: string;
  continue?: string;
  remainingItemCount?: number;
}

/** How objects and lists are written down: whole, as a table, or their metadata only. */
export interface Representation {
  object(object: KubeObject): string;
  list(objects: readonly KubeObject[], meta: ListMeta): string;
}

const representations = {
  Table: true,
  PartialObjectMetadata: true,
  PartialObjectMetadataList: true,
};

function wholeObjects(kind: ResourceKind): Representation {
  return {
    object: object => jsonOf(inVersion(kind, object)),
    list: (objects, meta) => {
      const envelope = JSON.stringify({
        kind: kind.listKind,
        apiVersion: apiVersionOf(kind),
        metadata: meta,
      });
      // The items of built-in lists come without apiVersion and kind, as from a real API server.
      const items = objects.map(object =>
        kind.custom ? jsonOf(inVersion(kind, object)) : bareJsonOf(object),
      );
      return `${envelope.slice(0, -1)},"items":[${items.join(',')}]}`;
    },
  };
}

const partial = ({ metadata }: KubeObject) => ({
  kind: 'PartialObjectMetadata',
  apiVersion: 'meta.k8s.io/v1',
  metadata,
});

const metadataOnly: Representation = {
  object: object => JSON.stringify(partial(object)),
  list: (objects, metadata) =>
    JSON.stringify({
      kind: 'PartialObjectMetadataList',
      apiVersion: 'meta.k8s.io/v1',
      metadata,
      items: objects.map(partial),
    }),
};

function tables(kind: ResourceKind, includeObject: unknown): Representation {
  const table = (objects: readonly KubeObject[], metadata: ListMeta) => {
    const now = new Date();
    return JSON.stringify({
      kind: 'Table',
      apiVersion: 'meta.k8s.io/v1',
      metadata,
      columnDefinitions: kind.columns.map(
        ({ name, type, format = '', description = '', priority = 0 }) => ({
          name,
          type,
          format,
          description,
          priority,
        }),
      ),
      rows: objects.map(object => ({
        cells: kind.columns.map(column => column.cell(object, now)),
        ...rowObject(kind, object, includeObject),
      })),
    });
  };
  return {
    object: object =>
      table([object], { resourceVersion: object.metadata.resourceVersion }),
    list: table,
  };
}

function rowObject(
  kind: ResourceKind,
  object: KubeObject,
  includeObject: unknown,
) {
  if (includeObject === 'None') return {};
  return {
    object:
      includeObject === 'Object' ? inVersion(kind, object) : partial(object),
  };
}

/** What the `Accept` header asks for; `includeObject` is the query parameter that tables know. */
export function chooseRepresentation(options: {
  kind: ResourceKind;
  accept: string | undefined;
  includeObject?: unknown;
}): Representation {
  const { kind, accept = '', includeObject } = options;
  const wanted = accept
    .split(',')
    .map(each => /;as=(\w+)/.exec(each.replace(/\s/g, ''))?.[1])
    .find(as => as === undefined || as in representations);
  if (wanted === 'Table') return tables(kind, includeObject);
  return wanted?.startsWith('PartialObjectMetadata')
    ? metadataOnly
    : wholeObjects(kind);
}

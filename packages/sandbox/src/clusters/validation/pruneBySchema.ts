import { isJsonObject, JsonObject } from '../objects/mergePatch';

const envelope = ['apiVersion', 'kind', 'metadata'];

/**
 * Drops from a value what a structural schema does not know, and fills in the
 * schema's defaults, as the API server does before it validates. The value is
 * not changed; unchanged parts are shared.
 */
export function pruneBySchema(options: {
  value: unknown;
  schema: JsonObject;
}): { value: unknown; dropped: string[] } {
  const dropped: string[] = [];
  const value = pruneValue(options.value, options.schema, {
    path: '',
    dropped,
    embedded: true,
  });
  return { value, dropped };
}

interface Place {
  path: string;
  dropped: string[];
  /** The value is an object of its own, with apiVersion, kind and metadata. */
  embedded?: boolean;
}

function pruneValue(value: unknown, schema: JsonObject, place: Place): unknown {
  if (Array.isArray(value)) {
    const { items } = schema;
    return isJsonObject(items)
      ? value.map((item, index) =>
          pruneValue(item, items, {
            path: `${place.path}[${index}]`,
            dropped: place.dropped,
            embedded: isEmbedded(items),
          }),
        )
      : value;
  }
  return isJsonObject(value) ? pruneObject(value, schema, place) : value;
}

function pruneObject(
  value: JsonObject,
  schema: JsonObject,
  place: Place,
): JsonObject {
  if (schema['x-kubernetes-int-or-string']) return value;
  const properties = isJsonObject(schema.properties) ? schema.properties : {};
  const { additionalProperties } = schema;
  const keepsUnknown =
    schema['x-kubernetes-preserve-unknown-fields'] === true ||
    additionalProperties === true;
  const kept: JsonObject = {};
  for (const [key, child] of Object.entries(value)) {
    const own = Object.hasOwn(properties, key) ? properties[key] : undefined;
    const path = place.path ? `${place.path}.${key}` : key;
    const childSchema = own ?? additionalProperties;
    if (place.embedded && envelope.includes(key)) kept[key] = child;
    else if (isJsonObject(childSchema)) {
      kept[key] = pruneValue(child, childSchema, {
        path,
        dropped: place.dropped,
        embedded: isEmbedded(childSchema),
      });
    } else if (keepsUnknown) kept[key] = child;
    else place.dropped.push(path);
  }
  return withDefaults(kept, properties);
}

function withDefaults(value: JsonObject, properties: JsonObject): JsonObject {
  for (const [key, schema] of Object.entries(properties)) {
    if (!isJsonObject(schema) || schema.default === undefined) continue;
    const given = value[key];
    if (given === undefined || (given === null && !schema.nullable)) {
      value[key] = structuredClone(schema.default);
    }
  }
  return value;
}

function isEmbedded(schema: JsonObject): boolean {
  return schema['x-kubernetes-embedded-resource'] === true;
}

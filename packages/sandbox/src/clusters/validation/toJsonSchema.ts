import { isJsonObject, JsonObject } from '../objects/mergePatch';

/** Formats of OpenAPI and of the API server that are checked; others are notes only. */
const checkedFormats = new Set([
  'byte',
  'date',
  'date-time',
  'double',
  'email',
  'float',
  'hostname',
  'int32',
  'int64',
  'ipv4',
  'ipv6',
  'uri',
  'uuid',
]);

const copiedAsTheyAre = [
  'enum',
  'maxItems',
  'maxLength',
  'maxProperties',
  'minItems',
  'minLength',
  'minProperties',
  'multipleOf',
  'required',
  'uniqueItems',
];

/** OpenAPI 3.0 says with a flag what JSON Schema says with a number. */
function translateLimits(schema: JsonObject, result: JsonObject): void {
  if (schema.minimum !== undefined) {
    const exclusive = schema.exclusiveMinimum === true;
    result[exclusive ? 'exclusiveMinimum' : 'minimum'] = schema.minimum;
  }
  if (schema.maximum !== undefined) {
    const exclusive = schema.exclusiveMaximum === true;
    result[exclusive ? 'exclusiveMaximum' : 'maximum'] = schema.maximum;
  }
}

/** Patterns are written for Go's RE2; the few that JavaScript can't read are not checked. */
function isUsablePattern(pattern: unknown): pattern is string {
  if (typeof pattern !== 'string') return false;
  try {
    return Boolean(new RegExp(pattern));
  } catch {
    return false;
  }
}

class Definitions {
  readonly #names = new Map<string, string>();
  readonly #schemas: JsonObject = {};

  static create(): Definitions {
    return new Definitions();
  }

  private constructor() {}

  all(): JsonObject {
    return this.#schemas;
  }

  translate(schema: JsonObject): JsonObject {
    const result: JsonObject = {};
    for (const key of copiedAsTheyAre) {
      if (schema[key] !== undefined) result[key] = schema[key];
    }
    const intOrString = schema['x-kubernetes-int-or-string'] === true;
    const type = intOrString ? ['integer', 'string'] : schema.type;
    if (schema.nullable === true && type !== undefined) {
      result.type = [type, 'null'].flat();
      if (Array.isArray(schema.enum)) result.enum = [...schema.enum, null];
    } else if (type !== undefined) result.type = type;
    if (checkedFormats.has(String(schema.format)))
      result.format = schema.format;
    if (isUsablePattern(schema.pattern)) result.pattern = schema.pattern;
    translateLimits(schema, result);
    this.#translateChildren(schema, result);
    for (const key of ['allOf', 'anyOf', 'oneOf']) {
      const parts = schema[key];
      // int-or-string says the same with an anyOf, which the type covers.
      if (Array.isArray(parts) && !(intOrString && key === 'anyOf')) {
        result[key] = parts.filter(isJsonObject).map(part => this.refer(part));
      }
    }
    if (isJsonObject(schema.not)) result.not = this.refer(schema.not);
    return result;
  }

  /** Translates to a reference where the part is worth one. */
  refer(schema: JsonObject): JsonObject {
    const translated = this.translate(schema);
    if (!translated.properties && !translated.items) return translated;
    const text = JSON.stringify(translated);
    const known = this.#names.get(text);
    const name = known ?? `d${this.#names.size}`;
    if (!known) {
      this.#names.set(text, name);
      this.#schemas[name] = translated;
    }
    return { $ref: `#/$defs/${name}` };
  }

  #translateChildren(schema: JsonObject, result: JsonObject): void {
    if (isJsonObject(schema.properties)) {
      result.properties = Object.fromEntries(
        Object.entries(schema.properties).map(([name, child]) => [
          name,
          isJsonObject(child) ? this.refer(child) : {},
        ]),
      );
    }
    if (isJsonObject(schema.additionalProperties)) {
      result.additionalProperties = this.refer(schema.additionalProperties);
    }
    if (isJsonObject(schema.items)) result.items = this.refer(schema.items);
  }
}

/**
 * Translates the structural OpenAPI v3 schema of a CustomResourceDefinition to
 * JSON Schema. Equal parts become one definition: published schemas repeat
 * themselves a hundredfold, and each part is compiled once this way.
 *
 * Validation rules in CEL (`x-kubernetes-validations`) are not carried over.
 */
export function toJsonSchema(schema: JsonObject): JsonObject {
  const definitions = Definitions.create();
  const { metadata: _, ...properties } = isJsonObject(schema.properties)
    ? schema.properties
    : {};
  const root = definitions.translate({ ...schema, properties });
  return { ...root, $defs: definitions.all() };
}

import { z } from 'zod';

type Schema = z.core.JSONSchema.BaseSchema;

const schemaValue = z.custom<Schema>(
  value => typeof value === 'object' && value !== null,
);
const definitionsValue = z.record(z.string(), schemaValue).catch({});

/** All keys below a JSON Schema, as a table in Markdown: what each means, what may stand there, its default, an example. */
export function keyTable(schema: Schema, root: Schema = schema): string[] {
  return [
    '| key | what it says | values | default | example |',
    '| --- | --- | --- | --- | --- |',
    ...rows({ schema, root, prefix: '' }),
  ];
}

function rows(options: {
  schema: Schema;
  root: Schema;
  prefix: string;
}): string[] {
  const { root, prefix } = options;
  const schema = followed(options.schema, root);
  const variants = (schema.anyOf ?? schema.oneOf ?? []).flatMap(schemaOf);
  const properties = Object.entries(schema.properties ?? {});
  return [
    ...properties.flatMap(([key, given]) => {
      const [property] = schemaOf(given);
      if (!property) return [];
      const { description, default: byDefault } = followed(property, root);
      const cells = [
        `\`${prefix}${key}\``,
        description ?? '',
        valuesOf(property, root),
        byDefault === undefined ? '' : code(byDefault),
        exampleOf(property),
      ];
      return [
        `| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`,
        ...(isDuration(property)
          ? []
          : rows({ schema: property, root, prefix: `${prefix}${key}.` })),
      ];
    }),
    ...variants
      .filter(variant => followed(variant, root).properties || variant.anyOf)
      .flatMap(variant =>
        rows({ schema: variant, root, prefix: labelled(variant, prefix) }),
      ),
    ...schemaOf(schema.items).flatMap(items =>
      rows({ schema: items, root, prefix: `${prefix.slice(0, -1)}[].` }),
    ),
  ];
}

// Checks of different types have different keys.
function labelled(variant: Schema, prefix: string): string {
  const [type] = schemaOf(variant.properties?.type);
  return type?.const === undefined
    ? prefix
    : prefix.replace(/\[\]\.$/, `[${type.const}].`);
}

function exampleOf(schema: Schema): string {
  return schema.examples?.[0] === undefined ? '' : code(schema.examples[0]);
}

/** The definition that a schema refers to, if any, with what the schema says itself. */
export function followed(schema: Schema, root: Schema): Schema {
  const name = referred(schema);
  if (name === undefined) return schema;
  const definition = definitionsValue.parse(root.definitions)[name];
  return definition ? { ...followed(definition, root), ...schema } : schema;
}

function referred(schema: Schema): string | undefined {
  const [inner] = schema.allOf ?? [];
  return (schema.$ref ?? inner?.$ref)?.replace('#/definitions/', '');
}

function isDuration(schema: Schema): boolean {
  return referred(schema) === 'duration';
}

function valuesOf(given: Schema, root: Schema): string {
  if (isDuration(given)) return 'duration';
  const schema = followed(given, root);
  if (schema.const !== undefined) return code(schema.const);
  if (schema.enum) return schema.enum.map(code).join(', ');
  const variants = (schema.anyOf ?? schema.oneOf ?? []).flatMap(schemaOf);
  if (variants.length > 0 && !schema.properties) {
    return [...new Set(variants.map(variant => valuesOf(variant, root)))].join(
      ' or ',
    );
  }
  switch (schema.type) {
    case 'array':
      return `list of ${schemaOf(schema.items)
        .map(items => valuesOf(items, root))
        .join()}`;
    case 'object':
      return 'group of keys';
    case 'boolean':
      return '`true`, `false`';
    case 'string':
      return 'text';
    case 'integer':
      return 'number';
    default:
      return String(schema.type);
  }
}

function schemaOf(value: unknown): Schema[] {
  const parsed = schemaValue.safeParse(value);
  return parsed.success ? [parsed.data] : [];
}

function code(value: unknown): string {
  const text = typeof value === 'string' ? value : flow(value);
  return `\`${text}\``;
}

// As people write it in YAML.
function flow(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flow).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    const inner = Object.entries(value).map(
      ([key, each]) => `${key}: ${flow(each)}`,
    );
    return `{ ${inner.join(', ')} }`;
  }
  return String(value);
}

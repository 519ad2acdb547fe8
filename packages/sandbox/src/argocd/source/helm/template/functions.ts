import { createHash } from 'node:crypto';
import { parse, stringify } from 'yaml';
import { isRecord } from '../../../../json';
import { TemplateError } from './TemplateError';

type TemplateFunction = (...args: unknown[]) => unknown;

/** Go's idea of truth: zero values and what is empty are false. */
export function isTruthy(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  if (isRecord(value)) return Object.keys(value).length > 0;
  return Boolean(value);
}

/** How a value is printed by `{{ }}`. */
export function printed(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (Array.isArray(value)) return `[${value.map(printed).join(' ')}]`;
  if (isRecord(value)) {
    const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
    return `map[${entries.map(([key, each]) => `${key}:${printed(each)}`).join(' ')}]`;
  }
  return String(value);
}

const indented = (spaces: unknown, text: unknown) =>
  printed(text)
    .split('\n')
    .map(line => `${' '.repeat(Number(spaces))}${line}`)
    .join('\n');

const trunc = (length: unknown, text: unknown) => {
  const count = Number(length);
  return count < 0 ? printed(text).slice(count) : printed(text).slice(0, count);
};

const compare =
  (test: (order: number) => boolean) => (a: unknown, b: unknown) =>
    test(
      typeof a === 'number' && typeof b === 'number'
        ? a - b
        : printed(a).localeCompare(printed(b)),
    );

const formatted = (format: unknown, ...args: unknown[]) => {
  let next = 0;
  return printed(format).replace(
    /%[-+0-9.]*([sdvqtf%])/g,
    (_, verb: string) => {
      if (verb === '%') return '%';
      const value = args[next++];
      return verb === 'q' ? JSON.stringify(printed(value)) : printed(value);
    },
  );
};

const dictionary = (...args: unknown[]) =>
  Object.fromEntries(
    args.flatMap((key, index) =>
      index % 2 === 0 ? [[printed(key), args[index + 1]]] : [],
    ),
  );

const at = (holder: unknown, ...keys: unknown[]) =>
  keys.reduce<unknown>((current, key) => {
    if (Array.isArray(current)) return current[Number(key)] as unknown;
    return isRecord(current) ? current[printed(key)] : undefined;
  }, holder);

/** The functions of Go templates, Sprig and Helm that charts of small services use; others are an error. */
export const templateFunctions: Record<string, TemplateFunction> = {
  default: (fallback, value) => (isTruthy(value) ? value : fallback),
  coalesce: (...values) => values.find(isTruthy),
  ternary: (yes, no, condition) => (condition ? yes : no),
  empty: value => !isTruthy(value),
  required: (message, value) => {
    if (value === undefined || value === null || value === '') {
      throw new TemplateError(printed(message));
    }
    return value;
  },
  fail: message => {
    throw new TemplateError(printed(message));
  },
  quote: (...values) =>
    values.map(value => JSON.stringify(printed(value))).join(' '),
  squote: (...values) => values.map(value => `'${printed(value)}'`).join(' '),
  upper: text => printed(text).toUpperCase(),
  lower: text => printed(text).toLowerCase(),
  trim: text => printed(text).trim(),
  trunc,
  trimSuffix: (suffix, text) =>
    printed(text).endsWith(printed(suffix))
      ? printed(text).slice(0, -printed(suffix).length || undefined)
      : text,
  trimPrefix: (prefix, text) =>
    printed(text).startsWith(printed(prefix))
      ? printed(text).slice(printed(prefix).length)
      : text,
  replace: (from, to, text) =>
    printed(text).replaceAll(printed(from), printed(to)),
  contains: (part, text) => printed(text).includes(printed(part)),
  hasPrefix: (prefix, text) => printed(text).startsWith(printed(prefix)),
  hasSuffix: (suffix, text) => printed(text).endsWith(printed(suffix)),
  indent: indented,
  nindent: (spaces, text) => `\n${indented(spaces, text)}`,
  toYaml: value => stringify(value ?? null, { lineWidth: 0 }).trimEnd(),
  fromYaml: text => parse(printed(text)) as unknown,
  toJson: value => JSON.stringify(value ?? null),
  toString: printed,
  int: value => Math.trunc(Number(value) || 0),
  int64: value => Math.trunc(Number(value) || 0),
  add: (...values) =>
    values.reduce<number>((sum, each) => sum + Number(each), 0),
  sub: (a, b) => Number(a) - Number(b),
  mul: (...values) =>
    values.reduce<number>((product, each) => product * Number(each), 1),
  printf: formatted,
  print: (...values) => values.map(printed).join(''),
  eq: (first, ...others) =>
    others.some(other => printed(first) === printed(other)),
  ne: (a, b) => printed(a) !== printed(b),
  lt: compare(order => order < 0),
  le: compare(order => order <= 0),
  gt: compare(order => order > 0),
  ge: compare(order => order >= 0),
  and: (...values) => {
    const index = values.findIndex(value => !isTruthy(value));
    return values.at(index);
  },
  or: (...values) => {
    const index = values.findIndex(isTruthy);
    return values.at(index);
  },
  not: value => !isTruthy(value),
  list: (...values) => values,
  dict: dictionary,
  get: at,
  index: at,
  hasKey: (map, key) => isRecord(map) && printed(key) in map,
  len: value =>
    Array.isArray(value) || typeof value === 'string'
      ? value.length
      : Object.keys(isRecord(value) ? value : {}).length,
  join: (separator, values) =>
    Array.isArray(values) ? values.map(printed).join(printed(separator)) : '',
  kindIs: (kind, value) => kind === kindOf(value),
  b64enc: text => Buffer.from(printed(text)).toString('base64'),
  sha256sum: text => createHash('sha256').update(printed(text)).digest('hex'),
};

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'slice';
  if (isRecord(value)) return 'map';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'number') return 'float64';
  return typeof value === 'string' ? 'string' : 'invalid';
}

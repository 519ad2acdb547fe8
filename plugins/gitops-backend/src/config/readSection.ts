import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { z } from 'zod';

/** An object in which an unknown key is a mistake: most often it is a known one, misspelt. */
export function section<Shape extends z.ZodRawShape>(shape: Shape) {
  const known = Object.keys(shape).join(', ');
  return z.strictObject(shape, {
    error: issue =>
      issue.code === 'unrecognized_keys'
        ? `has the unknown key "${issue.keys[0]}": remove it, or write one of ${known}.`
        : undefined,
  });
}

/** A text that says something. */
export const text = z
  .string()
  .trim()
  .min(1, { error: 'is empty: write a text, or remove the key.' });

/** Config that comes from an environment variable is a text, whatever it says. */
export const flag = z
  .union([z.boolean(), z.enum(['true', 'false'])], {
    error: 'must be true or false.',
  })
  .transform(value => value === true || value === 'true');

/**
 * The value at a key, checked. Throws InputError with one sentence that names the place and what to write there.
 * Values are never quoted: some are secrets.
 */
export function readSection<Schema extends z.ZodType>(options: {
  config: Config;
  key: string;
  schema: Schema;
}): z.output<Schema> | undefined {
  const { config, key, schema } = options;
  const value = config.getOptional(key);
  if (value === undefined) return undefined;
  const parsed = schema.safeParse(value, { error: sentence });
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new InputError(`${placeOf(key, issue.path)} ${issue.message}`);
}

function sentence(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.code === 'invalid_type') {
    const expected = nounOf(issue.expected);
    return issue.input === undefined
      ? `is missing: write ${expected}.`
      : `must be ${expected}, and is ${nounOf(typeOf(issue.input))}.`;
  }
  if (issue.code === 'invalid_value') {
    return `must be one of ${issue.values.join(', ')}.`;
  }
  return undefined;
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

function nounOf(type: string): string {
  const nouns: Record<string, string> = {
    string: 'a text',
    number: 'a number',
    boolean: 'true or false',
    array: 'a list',
    object: 'a group of keys',
    record: 'a group of keys',
    null: 'empty',
  };
  return nouns[type] ?? `a ${type}`;
}

function placeOf(key: string, path: PropertyKey[]): string {
  return path.reduce<string>(
    (place, part) =>
      typeof part === 'number'
        ? `${place}[${part}]`
        : `${place}.${String(part)}`,
    key,
  );
}

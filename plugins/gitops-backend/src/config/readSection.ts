import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { z } from 'zod';
import { mistakesOf, sentenceFor, unknownKey } from './mistakes';

/** An object in which an unknown key is a mistake: most often it is a known one, misspelt. */
export function section<Shape extends z.ZodRawShape>(shape: Shape) {
  const known = Object.keys(shape);
  return z.strictObject(shape, {
    error: issue =>
      issue.code === 'unrecognized_keys'
        ? issue.keys.map(key => unknownKey(key, known)).join('\n')
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
  const parsed = schema.safeParse(value, { error: sentenceFor });
  if (parsed.success) return parsed.data;
  const [mistake] = mistakesOf(parsed.error);
  throw new InputError(`${placeOf(key, mistake.path)} ${mistake.message}`);
}

/** A path below a key as people write it: `gitops.environments[1].name`. */
export function placeOf(key: string, path: readonly PropertyKey[]): string {
  return path
    .reduce<string>(
      (place, part) =>
        typeof part === 'number'
          ? `${place}[${part}]`
          : `${place}.${String(part)}`,
      key,
    )
    .replace(/^\./, '');
}

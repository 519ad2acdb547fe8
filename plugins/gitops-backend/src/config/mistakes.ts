import leven from 'leven';
import { z } from 'zod';

/** One thing that is wrong in what a person wrote. */
export interface Mistake {
  path: PropertyKey[];
  /** Continues the sentence that begins with the place: `must be a text, and is a list.` */
  message: string;
  /** The key that is wrong itself, at the end of the path. */
  key?: string;
}

type Issue = z.core.$ZodIssue;

/** All mistakes that a schema found, each with a sentence of its own. */
export function mistakesOf(error: z.ZodError): Mistake[] {
  return error.issues.flatMap(issue => mistakesIn(issue, []));
}

/** The sentence for an issue of which the schema says nothing itself. */
export function sentenceFor(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined
        ? `is missing: write ${nounOf(issue.expected)}.`
        : `must be ${nounOf(issue.expected)}, and is ${nounOf(typeOf(issue.input))}.`;
    case 'invalid_value':
      return `must be one of ${issue.values.join(', ')}.`;
    case 'invalid_union':
      return Array.isArray(issue.options)
        ? `must be one of ${issue.options.join(', ')}.`
        : undefined;
    default:
      return undefined;
  }
}

/** What to say of a key that is not known. */
export function unknownKey(key: string, known: readonly string[]): string {
  const near = nearest(key, known);
  return near
    ? `has the unknown key "${key}": did you mean "${near}"?`
    : `has the unknown key "${key}": remove it, or write one of ${known.join(', ')}.`;
}

/** The one of the words that was probably meant. */
export function nearest(
  word: string,
  known: readonly string[],
): string | undefined {
  const [best] = known
    .map(each => ({
      each,
      distance: leven(word.toLowerCase(), each.toLowerCase()),
    }))
    .sort((a, b) => a.distance - b.distance);
  return best && best.distance <= Math.max(1, Math.floor(word.length / 3))
    ? best.each
    : undefined;
}

function mistakesIn(issue: Issue, above: PropertyKey[]): Mistake[] {
  const path = [...above, ...issue.path];
  if (issue.code === 'unrecognized_keys') {
    const sentences = issue.message.split('\n');
    return issue.keys.map((key, index) => ({
      path,
      key,
      message: sentences[index] ?? unknownKey(key, []),
    }));
  }
  if (issue.code === 'invalid_key') {
    const key = String(path.at(-1));
    const inner = issue.issues[0]?.message ?? issue.message;
    return [{ path: path.slice(0, -1), key, message: inner }];
  }
  if (issue.code === 'invalid_union') {
    // Of the ways in which it can be written, the one that was chosen says what is wrong with it.
    const chosen = issue.errors.filter(issues => !issues.some(isOtherShape));
    if (chosen.length === 1) {
      return chosen[0].flatMap(each => mistakesIn(each, path));
    }
  }
  return [{ path, message: issue.message }];
}

function isOtherShape({ code, path }: Issue): boolean {
  return (
    path.length === 0 && (code === 'invalid_type' || code === 'invalid_value')
  );
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

function nounOf(type: string): string {
  const nouns: Record<string, string> = {
    string: 'a text',
    number: 'a number',
    int: 'a whole number',
    boolean: 'true or false',
    array: 'a list',
    object: 'a group of keys',
    record: 'a group of keys',
    null: 'empty',
  };
  return nouns[type] ?? `a ${type}`;
}

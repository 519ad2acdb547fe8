import { InputError } from '@backstage/errors';
import { Minimatch } from 'minimatch';

/** A glob, or a regular expression, from config. */
export interface TextPattern {
  /** As it was written. */
  source: string;
  test(value: string): boolean;
}

/** `envs/prod/**` is a glob, `/^prod-/` a regular expression. Throws InputError saying what is wrong with it. */
export function textPattern(source: string): TextPattern {
  const expression = /^\/(.*)\/$/s.exec(source)?.[1];
  if (expression !== undefined) {
    const compiled = compile(expression);
    return { source, test: value => compiled.test(value) };
  }
  const glob = new Minimatch(source, {
    dot: true,
    nocomment: true,
    nonegate: true,
  });
  if (glob.makeRe() === false) {
    throw new InputError('is no glob');
  }
  return { source, test: value => glob.match(value) };
}

function compile(expression: string): RegExp {
  try {
    return new RegExp(expression);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new InputError(
      `is no regular expression (${reason.split(': ').pop()})`,
    );
  }
}

import { z } from 'zod';
import { section, text } from './readSection';
import { textPattern, TextPattern } from './textPattern';

/** Assigns the targets for which everything it names holds to an environment. */
export interface EnvironmentRule {
  environment: string;
  /** See `placesOf` for what these are compared with. */
  cluster?: TextPattern;
  namespace?: TextPattern;
  labels?: Record<string, TextPattern>;
  path?: TextPattern;
  name?: TextPattern;
}

const pattern = text.transform(compiled);

const label = text
  .regex(/^[^=\s]+=[^=\s]+$/, { error: 'must be written as key=value.' })
  .transform((source, context) => {
    const end = source.indexOf('=');
    return {
      [source.slice(0, end)]: compiled(source.slice(end + 1), context),
    };
  });

/** One entry of `match`. */
export const matchSchema = section({
  cluster: pattern.optional(),
  namespace: pattern.optional(),
  label: label.optional(),
  labels: z.record(z.string(), pattern).optional(),
  path: pattern.optional(),
  name: pattern.optional(),
}).refine(entry => Object.keys(entry).length > 0, {
  error:
    'is empty and would match every target: name a cluster, namespace, label, path or name.',
});

/** Turns an entry of `match` into the rule it stands for. */
export function ruleOf(
  environment: string,
  entry: z.output<typeof matchSchema>,
): EnvironmentRule {
  const { label: short, labels, ...rest } = entry;
  return {
    environment,
    ...rest,
    ...((short || labels) && { labels: { ...labels, ...short } }),
  };
}

function compiled(source: string, context: z.RefinementCtx): TextPattern {
  try {
    return textPattern(source);
  } catch (error) {
    context.addIssue(
      `${error instanceof Error ? error.message : error}: write a glob such as envs/prod/**, or a regular expression between slashes.`,
    );
    return z.NEVER;
  }
}

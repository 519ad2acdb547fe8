import { Config } from '@backstage/config';
import { duration } from './duration';
import { readSection, section } from './readSection';

/** How forges are treated. */
export interface ForgesConfig {
  /** At least so much time between requests that create content. */
  spacingMs: number;
}

const forgesSchema = section({ spacing: duration.optional() });

export function readForges(config: Config): ForgesConfig {
  const read = readSection({
    config,
    key: 'gitops.forges',
    schema: forgesSchema,
  });
  return { spacingMs: read?.spacing ?? 1_000 };
}

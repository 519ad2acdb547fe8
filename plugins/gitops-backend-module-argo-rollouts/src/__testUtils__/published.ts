import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';

const folder = resolve(
  __dirname,
  '../../../../../shared/domain/samples/rollouts',
);
const files = existsSync(folder) ? readdirSync(folder) : [];
const read = (file: string) => parse(readFileSync(join(folder, file), 'utf8'));
const beginningWith = (prefix: string) =>
  files.filter(file => file.startsWith(prefix)).map(read);

/** Objects that others have published, where they are at hand. */
export const publishedSamples = {
  exist: files.length > 0,
  read,
  rollouts: () => beginningWith('rollout_'),
  /** Some are of an API that clusters no longer serve, and has become another. */
  related: () => [
    ...beginningWith('replicaset_').map(object => ({
      ...object,
      apiVersion: 'apps/v1',
    })),
    ...beginningWith('analysisrun_'),
    ...beginningWith('experiment_'),
  ],
};

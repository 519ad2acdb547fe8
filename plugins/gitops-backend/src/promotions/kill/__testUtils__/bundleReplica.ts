import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** What knex could load and the replica never does. */
const leftOut = [
  'better-sqlite3',
  'mariadb/*',
  'mysql',
  'mysql2',
  'oracledb',
  'pg-native',
  'pg-query-stream',
  'sqlite3',
  'tedious',
];

/** Makes one file of the replica's process in a directory, and returns its path. */
export function bundleReplica(directory: string): string {
  const file = join(directory, 'replica.js');
  const { status, error, stderr } = spawnSync(
    process.execPath,
    [
      require.resolve('esbuild/bin/esbuild'),
      join(__dirname, 'replica/main.ts'),
      '--bundle',
      '--platform=node',
      `--target=node${process.versions.node}`,
      '--log-level=error',
      `--outfile=${file}`,
      ...leftOut.map(name => `--external:${name}`),
    ],
    { encoding: 'utf8' },
  );
  if (error || status !== 0) {
    throw new Error(`The replica could not be bundled: ${stderr}`, {
      cause: error,
    });
  }
  return file;
}

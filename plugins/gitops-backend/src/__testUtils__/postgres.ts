import { spawnSync } from 'node:child_process';
import {
  chownSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const installations = '/usr/lib/postgresql';

/** A PostgreSQL server of a test's own: on a socket in a temporary directory, reachable by nobody else. */
export interface TestPostgres {
  /** Major version, such as `15`. */
  version: string;
  connectionString: string;
  stop(): void;
}

/**
 * Starts PostgreSQL from the binaries of the machine; undefined when there are none.
 *
 * @remarks
 * Synchronous, because Jest wants to know the tests of a file before anything asynchronous has run.
 */
export function startPostgres(): TestPostgres | undefined {
  const version = newestInstallation();
  if (!version) return undefined;
  const bin = join(installations, version, 'bin');
  const directory = mkdtempSync(join(tmpdir(), 'pg-'));
  const data = join(directory, 'data');
  const account = unprivilegedAccount();
  if (account) chownSync(directory, account.uid, account.gid);

  const run = (program: string, args: string[]) => {
    const { status, error, stdout, stderr } = spawnSync(
      join(bin, program),
      args,
      { ...account, cwd: directory, encoding: 'utf8', timeout: 60_000 },
    );
    if (error || status !== 0) {
      throw new Error(`${program} failed: ${stdout}${stderr}`, {
        cause: error,
      });
    }
  };
  run('initdb', ['-D', data, '-U', 'test', '-A', 'trust', '--no-sync']);
  run('pg_ctl', [
    ...['-D', data, '-w', '-l', join(directory, 'log')],
    ...['-o', `-k ${directory} -c listen_addresses= -c fsync=off`],
    'start',
  ]);
  return {
    version,
    connectionString: `postgres://test@${encodeURIComponent(directory)}/postgres`,
    stop() {
      run('pg_ctl', ['-D', data, '-m', 'immediate', '-w', 'stop']);
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

function newestInstallation(): string | undefined {
  if (!existsSync(installations)) return undefined;
  return readdirSync(installations)
    .filter(version => existsSync(join(installations, version, 'bin/pg_ctl')))
    .sort((a, b) => Number(b) - Number(a))[0];
}

// PostgreSQL refuses to run as root.
function unprivilegedAccount(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const idOf = (flag: string) =>
    Number(spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' }).stdout);
  return { uid: idOf('-u') || 65534, gid: idOf('-g') || 65534 };
}

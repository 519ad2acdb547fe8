import { spawn } from 'node:child_process';
import { createWriteStream, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { buildLimits } from './toolchain.mjs';

/**
 * Compiles one program. `onPackage` is called with the number of packages that were compiled so
 * far; the binary appears under its name only when it is whole.
 */
export async function compile({
  go,
  dir,
  program,
  output,
  logFile,
  onPackage,
}) {
  const limits = buildLimits();
  const partial = `${output}.partial`;
  mkdirSync(dirname(output), { recursive: true });
  mkdirSync(dirname(logFile), { recursive: true });
  const log = createWriteStream(logFile);
  const child = spawn(
    'nice',
    [
      '-n',
      '19',
      go.command,
      'build',
      '-mod=mod',
      '-v',
      ...limits.flags,
      '-trimpath',
      '-ldflags',
      ['-s', '-w', ...(program.ldflags ?? [])].join(' '),
      ...(program.tags ? ['-tags', program.tags] : []),
      '-o',
      partial,
      program.package,
    ],
    {
      cwd: dir,
      env: {
        ...process.env,
        CGO_ENABLED: program.cgo ? '1' : '0',
        GOWORK: 'off',
        GOFLAGS: '-buildvcs=false',
        ...limits.env,
      },
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  const errors = [];
  let packages = 0;
  createInterface({ input: child.stderr }).on('line', line => {
    log.write(`${line}\n`);
    if (/^go: (downloading|finding|found)/.test(line)) return;
    if (/^[\w./~-]+$/.test(line)) onPackage(++packages);
    else errors.push(line.trim());
  });
  const code = await new Promise((done, failed) => {
    child.on('error', failed);
    child.on('close', done);
  });
  log.end();
  if (code !== 0) {
    rmSync(partial, { force: true });
    throw new Error(
      errors.slice(0, 4).join(' ') || `go build ended with ${code}`,
    );
  }
  renameSync(partial, output);
}

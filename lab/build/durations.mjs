import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheRoot } from '../paths.mjs';

const file = join(cacheRoot, 'durations.json');

/** How many seconds the build of a program took when it was last done here. */
export function durationOf(name) {
  return read()[name];
}

/** Remembers how long the build of a program took. */
export function rememberDuration({ name, seconds }) {
  mkdirSync(cacheRoot, { recursive: true });
  writeFileSync(
    file,
    `${JSON.stringify({ ...read(), [name]: Math.round(seconds) }, null, 2)}\n`,
  );
}

function read() {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
}

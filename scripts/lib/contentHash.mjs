import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { root } from './paths.mjs';

const skipped = new Set(['node_modules', 'dist', 'dist-types', 'coverage']);

/** A hash over the names and contents of files and, recursively, of folders. Paths are relative to the root. */
export function contentHash(paths) {
  const hash = createHash('sha256');
  for (const path of paths.flatMap(each => filesOf(join(root, each))).sort()) {
    hash.update(relative(root, path)).update('\0');
    hash.update(readFileSync(path)).update('\0');
  }
  return hash.digest('hex');
}

function filesOf(path) {
  let entries;
  try {
    entries = readdirSync(path, { withFileTypes: true });
  } catch (error) {
    if (error.code === 'ENOTDIR') return [path];
    if (error.code === 'ENOENT') return [];
    throw error;
  }
  return entries
    .filter(entry => !skipped.has(entry.name))
    .flatMap(entry =>
      entry.isDirectory()
        ? filesOf(join(path, entry.name))
        : [join(path, entry.name)],
    );
}

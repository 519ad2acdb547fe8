import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  statSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { cacheRoot } from '../paths.mjs';
import { downloadModule } from './goModule.mjs';

/** Copies the files that a program needs besides its binary out of its module, into the cache. */
export async function keepFiles({ go, program }) {
  const wanted = [
    ...(program.crds ?? []),
    ...(program.files ?? []),
    ...(program.trees ?? []),
  ];
  if (wanted.length === 0) return;
  const { dir } = await downloadModule({ go, ...program });
  for (const path of program.crds ?? []) {
    keep({ from: join(dir, path), folder: folderOf(program, 'crds') });
  }
  for (const path of program.files ?? []) {
    keep({ from: join(dir, path), folder: folderOf(program, 'files') });
  }
  for (const path of program.trees ?? []) {
    keepTree({ from: join(dir, path), to: join(treesOf(program), path) });
  }
}

/** The folder with the trees of a program's module. */
export const treesOf = program => folderOf(program, 'trees');

/** The files that define a program's kinds. */
export const crdsOf = program => listed(folderOf(program, 'crds'));

/** The other files of a program. */
export const filesOf = program => listed(folderOf(program, 'files'));

function keep({ from, folder }) {
  mkdirSync(folder, { recursive: true });
  const files = statSync(from).isDirectory()
    ? readdirSync(from).map(name => join(from, name))
    : [from];
  for (const file of files.filter(name => name.endsWith('.yaml'))) {
    const copy = join(folder, basename(file));
    if (existsSync(copy)) continue;
    cpSync(file, copy);
    chmodSync(copy, 0o644);
  }
}

function keepTree({ from, to }) {
  cpSync(from, to, { recursive: true });
  const entries = readdirSync(to, { recursive: true, withFileTypes: true });
  chmodSync(to, 0o755);
  for (const entry of entries) {
    chmodSync(
      join(entry.parentPath, entry.name),
      entry.isDirectory() ? 0o755 : 0o644,
    );
  }
}

function folderOf({ name, version }, kind) {
  return join(cacheRoot, kind, `${name}-${version}`);
}

function listed(folder) {
  return existsSync(folder)
    ? readdirSync(folder)
        .sort()
        .map(name => join(folder, name))
    : [];
}

import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cacheRoot } from '../paths.mjs';

const exec = promisify(execFile);

/** Downloads a module; resolves with its folder and go.mod in Go's own cache. */
export async function downloadModule({ go, module, version }) {
  const { stdout } = await exec(
    go.command,
    ['mod', 'download', '-json', `${module}@${version}`],
    { cwd: emptyDir(), maxBuffer: 1 << 24 },
  );
  const { Dir: dir, GoMod: goMod } = JSON.parse(stdout);
  return { dir, goMod };
}

/**
 * Makes a folder whose go.mod requires just this module, with the replacements that the module
 * itself is built with: Go heeds those of the main module only. `replacements` are the published
 * versions that stand for folders of its repository.
 */
export async function prepareModule({
  go,
  module,
  version,
  replacements = {},
}) {
  const { goMod } = await downloadModule({ go, module, version });
  const { stdout } = await exec(go.command, ['mod', 'edit', '-json', goMod]);
  const {
    Go: language,
    Replace: replace,
    Exclude: exclude,
  } = JSON.parse(stdout);

  const lines = [
    'module fairlead-lab',
    '',
    `go ${language}`,
    '',
    `require ${module} ${version}`,
    ...Object.entries(replacements).map(
      ([path, published]) => `replace ${path} => ${path} ${published}`,
    ),
    ...(replace ?? [])
      .filter(({ Old }) => !Object.hasOwn(replacements, Old.Path))
      .flatMap(entry => replacementOf({ entry, version })),
    ...(exclude ?? []).map(({ Path, Version }) => `exclude ${Path} ${Version}`),
  ];
  const dir = join(
    cacheRoot,
    'modules',
    `${module.replaceAll('/', '_')}@${version}`,
  );
  mkdirSync(dir, { recursive: true });
  const file = join(dir, 'go.mod');
  if (!existsSync(file)) writeFileSync(file, `${lines.join('\n')}\n`);
  return dir;
}

/**
 * A replacement by a published version is kept. One by a folder of the module's own repository
 * can't be: the staging modules of Kubernetes are published as v0.x of its v1.x, and others are
 * required at the version that the folder was published as.
 */
function replacementOf({ entry, version }) {
  const old = entry.Old.Version
    ? `${entry.Old.Path} ${entry.Old.Version}`
    : entry.Old.Path;
  if (entry.New.Version) {
    return [`replace ${old} => ${entry.New.Path} ${entry.New.Version}`];
  }
  if (entry.New.Path.startsWith('./staging/src/')) {
    const published = version.replace(/^v1\./, 'v0.');
    return [`replace ${old} => ${entry.Old.Path} ${published}`];
  }
  return [];
}

function emptyDir() {
  const dir = join(cacheRoot, 'modules');
  mkdirSync(dir, { recursive: true });
  return dir;
}

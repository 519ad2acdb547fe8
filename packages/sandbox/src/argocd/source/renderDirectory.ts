import { posix } from 'node:path';
import { KubeObject } from '../../contracts';
import { ApplicationSource } from '../Application';
import { ManifestError } from '../ManifestError';
import { matchesGlob } from './glob';
import { GitTree } from './GitTree';
import { parseManifests } from './parseManifests';

/** The objects of a folder of plain manifests. */
export async function renderDirectory(options: {
  tree: GitTree;
  path: string;
  directory?: ApplicationSource['directory'];
}): Promise<KubeObject[]> {
  const { tree, path, directory = {} } = options;
  const files = (await tree.list(path)).filter(file => {
    const relative = posix.relative(`/${path}`, `/${file}`);
    return (
      /\.(ya?ml|json)$/.test(relative) &&
      (directory.recurse || !relative.includes('/')) &&
      (!directory.exclude || !matchesGlob(relative, directory.exclude)) &&
      (!directory.include || matchesGlob(relative, directory.include))
    );
  });
  const objects: KubeObject[] = [];
  for (const file of [...files].sort()) {
    const text = await tree.read(file);
    if (text === undefined) throw new ManifestError(`${file}: no such file`);
    objects.push(...parseManifests({ path: file, text }));
  }
  return objects;
}

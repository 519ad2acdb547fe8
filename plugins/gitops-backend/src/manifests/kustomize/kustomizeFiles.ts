import { posix } from 'node:path';
import { FileSet } from '../FileSet';
import { isManifestPath, readKustomization } from './Kustomization';

/** All files of this repository that kustomize reads for a directory. Only kustomization files are read for it. */
export function kustomizeFiles(
  files: FileSet,
  directory: string,
): ReadonlySet<string> {
  const used = new Set<string>();
  const visited = new Set<string>();
  const queue = [directory];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    const kustomization = visited.has(next)
      ? undefined
      : readKustomization(files, next);
    visited.add(next);
    if (!kustomization) {
      continue;
    }
    used.add(kustomization.file.path);
    kustomization.patches.forEach(({ file }) => file && used.add(file));
    kustomization.configMaps.forEach(({ path }) => used.add(path));
    for (const path of kustomization.resources) {
      if (isManifestPath(path)) {
        used.add(path);
      } else {
        queue.push(path);
      }
    }
    queue.push(...kustomization.components);
  }
  return used;
}

/** Asks for the kustomizations that an overlay in the usual layouts builds on, so that one request is enough. */
export function prefetchKustomization(files: FileSet, directory: string): void {
  for (const guess of ['', '../base', '../../base']) {
    files.file(
      posix.join(directory, guess, 'kustomization.yaml').replace(/^\.\//, ''),
    );
  }
}

/** Whether kustomize takes a file for a kustomization. */
export function isKustomizationPath(path: string): boolean {
  return /(^|\/)(kustomization\.ya?ml|Kustomization)$/.test(path);
}

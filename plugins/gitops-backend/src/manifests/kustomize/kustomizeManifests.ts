import { FileSet } from '../FileSet';
import { GeneratedValues } from '../flux/fluxImages';
import { ManifestText } from '../flux/ManifestDocument';
import { ManifestProblem } from '../ManifestProblem';
import { isManifestPath, readKustomization } from './Kustomization';
import { openPatch } from './kustomizePatch';

/** What kustomize builds from a directory. */
export interface KustomizeManifests {
  /** Files and patches in the order in which they apply. */
  texts: ManifestText[];
  generated: GeneratedValues[];
}

/** All files that kustomize reads for a directory: resources, then components, then patches, bases first. */
export function kustomizeManifests(
  files: FileSet,
  directory: string,
): KustomizeManifests {
  const result: KustomizeManifests = { texts: [], generated: [] };
  const visited = new Set<string>();
  const visit = (next: string): void => {
    const kustomization = visited.has(next)
      ? undefined
      : readKustomization(files, next);
    visited.add(next);
    if (!kustomization) {
      return;
    }
    for (const path of kustomization.resources) {
      if (isManifestPath(path)) {
        const file = readable(() => files.yaml(path));
        if (file) result.texts.push({ file });
      } else {
        visit(path);
      }
    }
    kustomization.components.forEach(visit);
    for (const patch of kustomization.patches) {
      const opened = readable(() => openPatch(files, kustomization, patch));
      const { file, host } = opened ?? {};
      if (file) result.texts.push({ file, ...(host && { host }) });
    }
    for (const { name, key, path } of kustomization.configMaps) {
      const file = readable(() => files.yaml(path));
      if (file) result.generated.push({ name, key, file });
    }
  };
  visit(directory);
  return result;
}

/** One bad file among many doesn't hide the others; it matters only if a version isn't found. */
function readable<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof ManifestProblem) {
      return undefined;
    }
    throw error;
  }
}

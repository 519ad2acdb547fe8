import { FileSet } from './FileSet';
import { ImageSlot } from './ImageSlot';
import { ManifestProblem } from './ManifestProblem';
import { workloadImages } from './workloadImages';
import { YamlFile } from './yaml/YamlFile';

/** What a directory of plain manifests says. */
export interface DirectoryImages {
  slots: ImageSlot[];
  /** Why files among them can't be understood. */
  problems: ManifestProblem[];
  /** All that are looked at. */
  paths: string[];
  /** Those that were read. */
  parsed: YamlFile[];
}

/**
 * The images in a directory of plain manifests. Engines read its direct children, or all that is below it when
 * told to; the nested ones count only where the direct children define no image.
 */
export function directoryImages(
  files: FileSet,
  directory: string,
): DirectoryImages {
  const root = directory === '.' ? '' : directory;
  const manifests = (files.paths(root) ?? []).filter(path =>
    /\.(ya?ml|json)$/i.test(path),
  );
  const depth = root ? root.split('/').length + 1 : 1;
  const direct = manifests.filter(path => path.split('/').length === depth);
  const here = read(files, direct);
  return here.slots.length > 0 || direct.length === manifests.length
    ? here
    : read(files, manifests);
}

function read(files: FileSet, paths: readonly string[]): DirectoryImages {
  const slots: ImageSlot[] = [];
  const parsed: YamlFile[] = [];
  const problems: ManifestProblem[] = [];
  // Asks for all of them before looking at any, so that they are read in one round.
  paths.forEach(path => files.file(path));
  for (const path of paths) {
    try {
      const file = files.yaml(path);
      if (file) {
        slots.push(...workloadImages(file));
        parsed.push(file);
      }
    } catch (error) {
      // One bad file among many doesn't hide the others; it matters only if an image isn't found.
      if (!(error instanceof ManifestProblem)) {
        throw error;
      }
      problems.push(error);
    }
  }
  return { slots, problems, paths: [...paths], parsed };
}

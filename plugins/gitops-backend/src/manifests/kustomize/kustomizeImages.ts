import { FileSet } from '../FileSet';
import { ImageSlot } from '../ImageSlot';
import { ManifestProblem } from '../ManifestProblem';
import { workloadImages } from '../workloadImages';
import { locateScalar } from '../yaml/ScalarPlace';
import { foldKustomizations } from './foldKustomizations';
import { imageEntrySlot } from './imageEntrySlot';
import { Kustomization, readKustomization } from './Kustomization';
import { applyPatch } from './kustomizePatch';

/**
 * The places that decide about images in what kustomize builds from a directory, in kustomize's own order:
 * resources, then components, then patches, then `images`. A later one hides the earlier one that it overrides.
 *
 * When the directory's own `images` decide about everything that is `wanted`, nothing below it is read.
 */
export function kustomizeImages(options: {
  files: FileSet;
  directory: string;
  wanted?: ReadonlySet<string>;
}): ImageSlot[] {
  const { files, directory, wanted } = options;
  return (
    (wanted && decidingImages({ files, directory, wanted })) ??
    foldKustomizations<ImageSlot>({
      files,
      directory,
      resource: workloadImages,
      patch: (slots, patch) => applyPatch({ files, slots, ...patch }),
      transform: (slots, kustomization) => applyImages(kustomization, slots),
    })
  );
}

/** A directory's own `images`, when they decide about everything that is wanted; else undefined. */
export function decidingImages(options: {
  files: FileSet;
  directory: string;
  wanted: ReadonlySet<string>;
}): ImageSlot[] | undefined {
  const { files, directory, wanted } = options;
  const outermost =
    wanted.size > 0 ? readKustomization(files, directory) : undefined;
  const own = outermost ? applyImages(outermost, []) : [];
  const decided = new Set(own.map(slot => slot.name));
  return outermost && [...wanted].every(name => decided.has(name))
    ? own
    : undefined;
}

function applyImages(
  kustomization: Kustomization,
  incoming: ImageSlot[],
): ImageSlot[] {
  const { file, images } = kustomization;
  const seen = new Map<string, number>();
  return images.reduce((slots, entry) => {
    const twin = seen.get(entry.name);
    if (twin !== undefined) {
      const line = locateScalar(file, 0, ['images', entry.index, 'name'])?.line;
      throw new ManifestProblem(
        'ambiguous',
        `${file.path}:${line} names the image ${entry.name} a second time (first in images[${twin}]), so it isn't clear which entry counts`,
        { file: file.path, line },
      );
    }
    seen.set(entry.name, entry.index);
    const name = entry.newName ?? entry.name;
    const own = imageEntrySlot({ file, document: 0, path: ['images'] }, entry);
    if (own) {
      return [...slots.filter(slot => slot.name !== entry.name), own];
    }
    // Renames only: the version is still decided where it was.
    return slots.map(slot =>
      slot.name === entry.name
        ? { ...slot, name, alias: slot.alias ?? entry.name }
        : slot,
    );
  }, incoming);
}

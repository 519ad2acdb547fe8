import { FileSet } from '../FileSet';
import { ImageSlot } from '../ImageSlot';
import { ManifestProblem } from '../ManifestProblem';
import { workloadImages } from '../workloadImages';
import { locateScalar } from '../yaml/ScalarPlace';
import { imageEntrySlot } from './imageEntrySlot';
import {
  isManifestPath,
  Kustomization,
  readKustomization,
} from './Kustomization';
import { applyPatch } from './kustomizePatch';

/** Kustomizations in one build. Diamonds of bases multiply, so a bound on depth alone would not do. */
const MAX_VISITS = 200;

interface Build {
  files: FileSet;
  visits: number;
}

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
    build({
      context: { files, visits: 0 },
      directory,
      incoming: [],
      ancestors: new Set(),
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

function build(options: {
  context: Build;
  directory: string;
  incoming: ImageSlot[];
  ancestors: ReadonlySet<string>;
}): ImageSlot[] {
  const { context, directory, incoming, ancestors } = options;
  const { files } = context;
  const kustomization = readKustomization(files, directory);
  if (!kustomization) {
    return incoming;
  }
  const location = { file: kustomization.file.path, line: 1 };
  if (ancestors.has(directory)) {
    throw new ManifestProblem(
      'ambiguous',
      `${location.file} refers to itself through its resources`,
      location,
    );
  }
  context.visits += 1;
  if (context.visits > MAX_VISITS) {
    throw new ManifestProblem(
      'too-many-files',
      `${location.file} and what it builds on are more than ${MAX_VISITS} kustomizations`,
      location,
    );
  }
  const inner = new Set([...ancestors, directory]);
  let slots = [
    ...incoming,
    ...kustomization.resources.flatMap(path => {
      if (!isManifestPath(path)) {
        return build({
          context,
          directory: path,
          incoming: [],
          ancestors: inner,
        });
      }
      const file = files.yaml(path);
      return file ? workloadImages(file) : [];
    }),
  ];
  for (const component of kustomization.components) {
    slots = build({
      context,
      directory: component,
      incoming: slots,
      ancestors: inner,
    });
  }
  for (const patch of kustomization.patches) {
    slots = applyPatch({ files, kustomization, patch, slots });
  }
  return applyImages(kustomization, slots);
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

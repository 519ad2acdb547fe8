import { FileSet } from '../FileSet';
import { ManifestProblem } from '../ManifestProblem';
import { YamlFile } from '../yaml/YamlFile';
import {
  isManifestPath,
  Kustomization,
  KustomizationPatch,
  readKustomization,
} from './Kustomization';

/** Kustomizations in one build. Diamonds of bases multiply, so a bound on depth alone would not do. */
const MAX_VISITS = 200;

/** What is made of each part of a build. */
export interface KustomizationSteps<Item> {
  /** Of a manifest among the resources. */
  resource(file: YamlFile): Item[];
  /** Of all that the kustomization has so far, by one of its patches. */
  patch(
    items: Item[],
    options: { kustomization: Kustomization; patch: KustomizationPatch },
  ): Item[];
  /** Of all that the kustomization has, by its own fields, such as `images`. */
  transform(items: Item[], kustomization: Kustomization): Item[];
}

interface Build<Item> {
  files: FileSet;
  steps: KustomizationSteps<Item>;
  visits: number;
}

/**
 * Follows what kustomize builds from a directory, in its order: resources, components, patches, then its own fields,
 * bases first. Incomplete while there is something to read.
 *
 * Throws ManifestProblem for a kustomization that builds on itself, and for more than 200 of them.
 */
export function foldKustomizations<Item>(
  options: KustomizationSteps<Item> & { files: FileSet; directory: string },
): Item[] {
  const { files, directory, ...steps } = options;
  return build({
    context: { files, steps, visits: 0 },
    directory,
    incoming: [],
    ancestors: new Set(),
  });
}

function build<Item>(options: {
  context: Build<Item>;
  directory: string;
  incoming: Item[];
  ancestors: ReadonlySet<string>;
}): Item[] {
  const { context, directory, incoming, ancestors } = options;
  const { files, steps } = context;
  const kustomization = readKustomization(files, directory);
  if (!kustomization) return incoming;
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
  const below = (next: string, before: Item[]) =>
    build({
      context,
      directory: next,
      incoming: before,
      ancestors: new Set([...ancestors, directory]),
    });
  const resources = kustomization.resources.flatMap(path => {
    if (!isManifestPath(path)) return below(path, []);
    const file = files.yaml(path);
    return file ? steps.resource(file) : [];
  });
  const components = kustomization.components.reduce(
    (items, component) => below(component, items),
    [...incoming, ...resources],
  );
  const patched = kustomization.patches.reduce(
    (items, patch) => steps.patch(items, { kustomization, patch }),
    components,
  );
  return steps.transform(patched, kustomization);
}

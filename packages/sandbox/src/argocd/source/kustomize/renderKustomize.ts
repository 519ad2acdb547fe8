import { posix } from 'node:path';
import { KubeObject } from '../../../contracts';
import { KustomizeOptions } from '../../Application';
import { ManifestError } from '../../ManifestError';
import { GitTree } from '../GitTree';
import { parseManifests, parseYamlDocuments } from '../parseManifests';
import { contentSuffix, Generated, generate } from './generators';
import { parseImageOverride, replaceImages } from './images';
import { addAnnotations, addLabels } from './labels';
import {
  Kustomization,
  kustomizationSchema,
  KustomizePatch,
} from './kustomizationSchema';
import { namesOf, renameObjects, setNamespace } from './names';
import { applyPatchText } from './patches';

export const kustomizationFiles = [
  'kustomization.yaml',
  'kustomization.yml',
  'Kustomization',
];

/** Builds the kustomization in a folder, with the overrides of an Application on top. Throws ManifestError. */
export async function renderKustomize(options: {
  tree: GitTree;
  path: string;
  overrides?: KustomizeOptions;
}): Promise<KubeObject[]> {
  const { tree, path, overrides } = options;
  const built = await build({
    tree,
    folder: posix.normalize(path),
    base: [],
    ancestors: [],
  });
  if (overrides) await transform(built, { tree, folder: path, overrides });
  for (const { object } of built.generated.filter(each => each.hashed)) {
    const suffix = contentSuffix(object);
    renameObjects(built.objects, each =>
      each === object ? `${each.metadata.name}-${suffix}` : each.metadata.name,
    );
  }
  return built.objects;
}

interface Built {
  objects: KubeObject[];
  generated: Generated[];
}

interface BuildOptions {
  tree: GitTree;
  folder: string;
  /** What a component starts from; empty for others. */
  base: Built[];
  ancestors: string[];
}

async function build(options: BuildOptions): Promise<Built> {
  const { tree, folder, base, ancestors } = options;
  if (ancestors.includes(folder)) {
    throw new ManifestError(
      `cycle detected: candidate root '${folder}' contains visited root`,
    );
  }
  const kustomization = await read(tree, folder);
  const parts = [...base];
  for (const resource of [...kustomization.resources, ...kustomization.bases]) {
    parts.push(
      await accumulate(resource, {
        tree,
        folder,
        ancestors: [...ancestors, folder],
      }),
    );
  }
  let built = joined(parts);
  for (const component of kustomization.components) {
    built = await build({
      tree,
      folder: posix.join(folder, component),
      base: [built],
      ancestors: [...ancestors, folder],
    });
  }
  addGenerated(built, await generate({ kustomization, tree, folder }));
  await transformBy(built, { kustomization, tree, folder });
  return built;
}

function joined(parts: Built[]): Built {
  const objects = parts.flatMap(part => part.objects);
  const seen = new Set<string>();
  for (const { apiVersion, kind, metadata } of objects) {
    const id = [apiVersion, kind, metadata.namespace, metadata.name].join('/');
    if (seen.has(id)) {
      throw new ManifestError(
        `may not add resource with an already registered id: ${kind} ${metadata.name}`,
      );
    }
    seen.add(id);
  }
  return { objects, generated: parts.flatMap(part => part.generated) };
}

async function accumulate(
  resource: string,
  options: { tree: GitTree; folder: string; ancestors: string[] },
): Promise<Built> {
  const { tree, folder, ancestors } = options;
  if (/^(https?:|git@|github\.com)/.test(resource)) {
    throw new ManifestError(
      `accumulating resources: '${resource}' is remote, and this controller reads one repository only`,
    );
  }
  const path = posix.join(folder, resource);
  const text = await tree.read(path);
  if (text !== undefined) {
    return { objects: parseManifests({ path, text }), generated: [] };
  }
  if ((await tree.list(path)).length === 0) {
    throw new ManifestError(
      `accumulating resources from '${resource}': '${path}' doesn't exist`,
    );
  }
  return build({ tree, folder: path, base: [], ancestors });
}

async function read(tree: GitTree, folder: string): Promise<Kustomization> {
  for (const name of kustomizationFiles) {
    const path = posix.join(folder, name);
    const text = await tree.read(path);
    if (text === undefined) continue;
    const [value] = parseYamlDocuments({ path, text });
    const parsed = kustomizationSchema.safeParse(value ?? {});
    if (parsed.success) return parsed.data;
    const [issue] = parsed.error.issues;
    throw new ManifestError(
      `invalid Kustomization ${path}: ${[...issue.path.map(String), issue.message].join(': ')}`,
    );
  }
  throw new ManifestError(
    `unable to find one of '${kustomizationFiles.join("', '")}' in directory '${folder}'`,
  );
}

function addGenerated(built: Built, generated: Generated[]) {
  for (const each of generated) {
    const { kind, metadata } = each.object;
    const known = built.generated.find(
      ({ object }) =>
        object.kind === kind && object.metadata.name === metadata.name,
    );
    if (each.behavior === 'create') {
      built.objects.push(each.object);
      built.generated.push(each);
    } else if (!known) {
      throw new ManifestError(
        `id ${kind} ${metadata.name} does not exist; cannot merge or replace`,
      );
    } else {
      known.object.data =
        each.behavior === 'merge'
          ? { ...Object(known.object.data), ...Object(each.object.data) }
          : each.object.data;
    }
  }
}

async function transformBy(
  built: Built,
  options: { kustomization: Kustomization; tree: GitTree; folder: string },
) {
  const { kustomization, tree, folder } = options;
  const { objects } = built;
  const patches: KustomizePatch[] = [
    ...kustomization.patchesStrategicMerge.map(entry =>
      /\n|^\s*\{/.test(entry) ? { patch: entry } : { path: entry },
    ),
    ...kustomization.patches,
    ...kustomization.patchesJson6902,
  ];
  await applyPatches(objects, { patches, tree, folder });
  if (kustomization.namespace) setNamespace(objects, kustomization.namespace);
  const { namePrefix = '', nameSuffix = '' } = kustomization;
  addAffixes(objects, { namePrefix, nameSuffix });
  addLabels(objects, {
    pairs: kustomization.commonLabels,
    selectors: true,
    templates: true,
  });
  for (const label of kustomization.labels) {
    addLabels(objects, {
      pairs: label.pairs,
      selectors: label.includeSelectors,
      templates: label.includeTemplates,
    });
  }
  addAnnotations(objects, kustomization.commonAnnotations);
  setReplicas(objects, kustomization.replicas);
  replaceImages(objects, kustomization.images);
}

async function transform(
  built: Built,
  options: { tree: GitTree; folder: string; overrides: KustomizeOptions },
) {
  const { tree, folder, overrides } = options;
  for (const component of overrides.components ?? []) {
    const withComponent = await build({
      tree,
      folder: posix.join(folder, component),
      base: [built],
      ancestors: [],
    });
    Object.assign(built, withComponent);
  }
  const { objects } = built;
  await applyPatches(objects, {
    patches: overrides.patches ?? [],
    tree,
    folder,
  });
  if (overrides.namespace) setNamespace(objects, overrides.namespace);
  addAffixes(objects, {
    namePrefix: overrides.namePrefix ?? '',
    nameSuffix: overrides.nameSuffix ?? '',
  });
  addLabels(objects, {
    pairs: overrides.commonLabels ?? {},
    selectors: !overrides.labelWithoutSelector,
    templates: !overrides.labelWithoutSelector,
  });
  addAnnotations(objects, overrides.commonAnnotations ?? {});
  setReplicas(
    objects,
    (overrides.replicas ?? []).map(({ name, count }) => ({
      name,
      count: Number(count),
    })),
  );
  replaceImages(objects, (overrides.images ?? []).map(parseImageOverride));
}

async function applyPatches(
  objects: KubeObject[],
  options: { patches: KustomizePatch[]; tree: GitTree; folder: string },
) {
  const { patches, tree, folder } = options;
  for (const { path, patch, target } of patches) {
    const text = path ? await tree.read(posix.join(folder, path)) : patch;
    if (text === undefined) {
      throw new ManifestError(
        `unable to read the patch '${path ?? ''}' in '${folder}'`,
      );
    }
    applyPatchText(objects, {
      text,
      name: path ?? 'in the kustomization',
      target,
    });
  }
}

function addAffixes(
  objects: KubeObject[],
  { namePrefix, nameSuffix }: { namePrefix: string; nameSuffix: string },
) {
  if (!namePrefix && !nameSuffix) return;
  renameObjects(objects, ({ kind, metadata }) =>
    kind === 'Namespace' || kind === 'CustomResourceDefinition'
      ? metadata.name
      : `${namePrefix}${metadata.name}${nameSuffix}`,
  );
}

const scalable = ['Deployment', 'StatefulSet', 'ReplicaSet', 'Rollout'];

function setReplicas(
  objects: KubeObject[],
  replicas: Array<{ name: string; count: number }>,
) {
  for (const { name, count } of replicas) {
    for (const object of objects) {
      if (namesOf(object).includes(name) && scalable.includes(object.kind)) {
        object.spec = { ...Object(object.spec), replicas: count };
      }
    }
  }
}

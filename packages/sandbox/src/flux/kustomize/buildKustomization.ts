import { randomInt } from 'node:crypto';
import { posix } from 'node:path';
import { KubeObject } from '../../contracts';
import { isClusterScoped } from '../../argocd/objects';
import { GitTree } from '../../argocd/source/GitTree';
import { replaceImages } from '../../argocd/source/kustomize/images';
import { addLabels } from '../../argocd/source/kustomize/labels';
import {
  renameObjects,
  setNamespace,
} from '../../argocd/source/kustomize/names';
import { applyPatchText } from '../../argocd/source/kustomize/patches';
import {
  kustomizationFiles,
  renderKustomize,
} from '../../argocd/source/kustomize/renderKustomize';
import { parseManifests } from '../../argocd/source/parseManifests';
import { FluxFailure } from '../FluxFailure';
import { Kustomization } from '../schema';

/** Throws FluxFailure when there is nothing at the path that a Kustomization names. */
export async function refuseMissingPath(options: {
  kustomization: Kustomization;
  tree: GitTree;
}): Promise<void> {
  const path = pathOf(options.kustomization);
  if ((await options.tree.list(path)).length > 0) return;
  throw new FluxFailure(
    'ArtifactFailed',
    `kustomization path not found: stat /tmp/kustomization-${randomInt(1e9, 1e10)}/${path}: no such file or directory`,
  );
}

/** What a Kustomization wants in its cluster, marked as its own. Throws FluxFailure and ManifestError. */
export async function buildKustomization(options: {
  kustomization: Kustomization;
  tree: GitTree;
}): Promise<KubeObject[]> {
  const { tree } = options;
  const { metadata, spec } = options.kustomization;
  const path = pathOf(options.kustomization);
  const objects = await renderFolder(tree, path, spec.components);
  for (const { patch, target } of spec.patches) {
    applyPatchText(objects, {
      text: patch ?? '',
      name: 'in the object',
      target,
    });
  }
  if (spec.targetNamespace) setNamespace(objects, spec.targetNamespace);
  const { namePrefix = '', nameSuffix = '' } = spec;
  renameObjects(objects, ({ kind, metadata: { name } }) =>
    kind === 'Namespace' || kind === 'CustomResourceDefinition'
      ? name
      : `${namePrefix}${name}${nameSuffix}`,
  );
  replaceImages(objects, spec.images);
  const group = 'kustomize.toolkit.fluxcd.io';
  const labels = {
    ...spec.commonMetadata?.labels,
    [`${group}/name`]: metadata.name,
    [`${group}/namespace`]: metadata.namespace,
  };
  addLabels(objects, { pairs: labels, selectors: false, templates: false });
  for (const object of objects) {
    if (isClusterScoped(object)) delete object.metadata.namespace;
    const { annotations } = spec.commonMetadata ?? {};
    if (annotations) {
      object.metadata.annotations = {
        ...object.metadata.annotations,
        ...annotations,
      };
    }
  }
  return objects.map(object =>
    substituted(object, spec.postBuild?.substitute ?? {}),
  );
}

/** Where a folder has no kustomization, all manifests in and below it count, and kustomizations below it as they are. */
async function renderFolder(
  tree: GitTree,
  folder: string,
  components: string[] = [],
): Promise<KubeObject[]> {
  const inside = (await tree.list(folder)).map(path =>
    posix.relative(folder, path),
  );
  if (inside.some(path => kustomizationFiles.includes(path))) {
    return renderKustomize({ tree, path: folder, overrides: { components } });
  }
  const objects: KubeObject[] = [];
  for (const file of inside.filter(path => /^[^/]+\.ya?ml$/.test(path))) {
    const path = posix.join(folder, file);
    const text = (await tree.read(path)) ?? '';
    objects.push(...parseManifests({ path, text }));
  }
  const folders = new Set(
    inside.filter(path => path.includes('/')).map(path => path.split('/')[0]),
  );
  for (const name of folders) {
    objects.push(...(await renderFolder(tree, posix.join(folder, name))));
  }
  return objects;
}

/** `${name}` and `${name:=otherwise}`; nothing is done where nothing is to be put in. */
function substituted(
  object: KubeObject,
  values: Record<string, string>,
): KubeObject {
  if (Object.keys(values).length === 0) return object;
  const text = JSON.stringify(object).replace(
    /\$\{(\w+)(?::=([^}]*))?\}/g,
    (_, name: string, otherwise = '') =>
      JSON.stringify(values[name] ?? otherwise).slice(1, -1),
  );
  return JSON.parse(text);
}

function pathOf({ spec }: Kustomization): string {
  return posix.normalize(spec.path);
}

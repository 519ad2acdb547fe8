import { FileSet } from '../../manifests/FileSet';
import { foldKustomizations } from '../../manifests/kustomize/foldKustomizations';
import {
  Kustomization,
  KustomizationPatch,
} from '../../manifests/kustomize/Kustomization';
import { openPatch } from '../../manifests/kustomize/kustomizePatch';
import { ManifestProblem } from '../../manifests/ManifestProblem';
import { jsonPatch } from './jsonPatch';
import { doubtAbout, kustomizeSchema } from './kustomizeSchema';
import { mergePatch } from './mergePatch';
import { Rendered, renderedOf } from './Rendered';
import { Sourced, withSourcedAt } from './Sourced';
import { transformed } from './transformed';

/**
 * What kustomize builds from a directory, in its order: resources, components, patches, then names, labels, counts
 * and images. Incomplete while there is something to read.
 */
export function buildKustomization(options: {
  files: FileSet;
  directory: string;
}): Rendered[] {
  const { files, directory } = options;
  return foldKustomizations<Rendered>({
    files,
    directory,
    resource: file => renderedOf({ file }),
    patch: (objects, patch) => applyPatch({ files, objects, ...patch }),
    transform: applyFields,
  });
}

function applyFields(
  objects: Rendered[],
  kustomization: Kustomization,
): Rendered[] {
  const { file } = kustomization;
  const fields = kustomizeSchema.parse(file.valueOf(0));
  const doubt = doubtAbout(fields, file.path);
  return objects.map(object => ({
    ...transformed(object, { kustomization, fields }),
    ...(doubt && { doubt: object.doubt ?? doubt }),
  }));
}

function applyPatch(options: {
  files: FileSet;
  kustomization: Kustomization;
  patch: KustomizationPatch;
  objects: Rendered[];
}): Rendered[] {
  const { files, kustomization, patch, objects } = options;
  const { file, host } = openPatch(files, kustomization, patch);
  if (!file) return objects;
  const text = { file, ...(host && { host }) };
  if (Array.isArray(file.valueOf(0))) {
    return objects.map(object =>
      isTarget(object, patch)
        ? patched(object, () => jsonPatch(object.root, text))
        : object,
    );
  }
  return renderedOf(text).reduce(
    (all, each) =>
      all.map(object =>
        (
          patch.target
            ? isTarget(object, patch)
            : object.kind === each.kind && object.name === each.name
        )
          ? patched(object, () =>
              mergePatch({
                base: object.root,
                patch: withoutIdentity(each.root),
                strategic: isBuiltIn(object.group),
                file: file.path,
              }),
            )
          : object,
      ),
    objects,
  );
}

/** A patch that is not understood leaves its object in doubt, and the others as they are. */
function patched(object: Rendered, patch: () => Rendered['root']): Rendered {
  try {
    return { ...object, root: patch() };
  } catch (error) {
    if (error instanceof ManifestProblem) {
      return { ...object, doubt: `${error.message}.` };
    }
    throw error;
  }
}

/** What a patch is for, rather than what it changes. */
function withoutIdentity(root: Sourced): Sourced {
  return [
    ['apiVersion'],
    ['kind'],
    ['metadata', 'name'],
    ['metadata', 'namespace'],
  ].reduce((rest, path) => withSourcedAt(rest, path, undefined) ?? rest, root);
}

function isTarget({ kind, name }: Rendered, { target }: KustomizationPatch) {
  return (
    (!target?.kind || target.kind === kind) &&
    (!target?.name || isMatch(target.name, name))
  );
}

// Targets are regular expressions in kustomize; only the harmless part of them is understood.
function isMatch(pattern: string, name: string): boolean {
  const escaped = pattern
    .split('.*')
    .map(part => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('.*');
  return new RegExp(`^(?:${escaped})$`).test(name);
}

/** Kustomize knows how to merge the lists of these. */
function isBuiltIn(group: string): boolean {
  return !group.includes('.') || group.endsWith('.k8s.io');
}

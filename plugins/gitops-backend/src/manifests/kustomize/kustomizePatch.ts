import { FileSet } from '../FileSet';
import { ContainerRef, ImageSlot } from '../ImageSlot';
import { imageReferenceSlot } from '../imageReferenceSlot';
import { isRecord } from '../isRecord';
import { workloadImages } from '../workloadImages';
import { parseEmbedded } from '../yaml/embeddedYaml';
import { LocatedScalar, locateScalar } from '../yaml/ScalarPlace';
import { YamlFile } from '../yaml/YamlFile';
import { Kustomization, KustomizationPatch } from './Kustomization';

/** The slots after a patch, strategic merge or JSON 6902: where it sets an image, it hides what was there. */
export function applyPatch(options: {
  files: FileSet;
  kustomization: Kustomization;
  patch: KustomizationPatch;
  slots: ImageSlot[];
}): ImageSlot[] {
  const { files, kustomization, patch, slots } = options;
  const { file, host } = openPatch(files, kustomization, patch);
  if (!file) {
    return slots;
  }
  const patched = [
    ...workloadImages(file, host),
    ...jsonPatchImages(file, patch, host),
  ];
  return [
    ...slots.filter(
      slot => !patched.some(other => sameContainer(slot, other, patch)),
    ),
    ...patched,
  ];
}

/** Reads a patch: a file, or a text inside the kustomization. */
export function openPatch(
  files: FileSet,
  kustomization: Kustomization,
  patch: KustomizationPatch,
): { file?: YamlFile; host?: LocatedScalar } {
  if (patch.file) {
    return { file: files.yaml(patch.file) };
  }
  const host =
    patch.inline && locateScalar(kustomization.file, 0, patch.inline);
  return host ? { file: parseEmbedded(host), host } : {};
}

const jsonPatchPath = /\/((?:init|ephemeral)?containers)\/(\d+)\/image$/i;

function jsonPatchImages(
  file: YamlFile,
  patch: KustomizationPatch,
  host: LocatedScalar | undefined,
): ImageSlot[] {
  const operations = file.valueOf(0);
  if (!Array.isArray(operations)) {
    return [];
  }
  return operations.flatMap((operation: unknown, index) => {
    const match =
      isRecord(operation) &&
      typeof operation.path === 'string' &&
      jsonPatchPath.exec(operation.path);
    const scalar = match && locateScalar(file, 0, [index, 'value'], host);
    if (!scalar) {
      return [];
    }
    const container = {
      kind: patch.target?.kind ?? '',
      workload: patch.target?.name ?? '',
      list: match[1],
      index: Number(match[2]),
      container: '',
    };
    return [{ ...imageReferenceSlot(scalar), container }];
  });
}

// An empty field of the patch means that it doesn't tell, so anything matches.
function sameContainer(
  slot: ImageSlot,
  patched: ImageSlot,
  patch: KustomizationPatch,
): boolean {
  const [there, wanted] = [slot.container, patched.container];
  if (!there || !wanted || there.list !== wanted.list) {
    return false;
  }
  const matches = (field: keyof ContainerRef) =>
    !wanted[field] || wanted[field] === there[field];
  const named = patch.target?.name
    ? new RegExp(`^(?:${escapeExceptWildcards(patch.target.name)})$`).test(
        there.workload,
      )
    : matches('workload');
  return (
    named &&
    matches('kind') &&
    (wanted.container
      ? wanted.container === there.container
      : wanted.index === there.index)
  );
}

// Targets are regular expressions in kustomize; only the harmless part of them is understood.
function escapeExceptWildcards(pattern: string): string {
  return pattern
    .split('.*')
    .map(part => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('.*');
}

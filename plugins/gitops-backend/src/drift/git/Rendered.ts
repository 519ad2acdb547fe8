import { groupOf } from '../../resources/liveObject';
import { isRecord } from '../../manifests/isRecord';
import { ManifestText } from '../../manifests/flux/ManifestDocument';
import { Sourced, sourcedOf, textAt } from './Sourced';

/** An object as it is built from the files of a repository. */
export interface Rendered {
  root: Sourced;
  /** As written in its own file, before kustomize gives it another one: patches are matched by it. */
  name: string;
  kind: string;
  group: string;
  /** Why it may not be what is built; then it isn't compared. */
  doubt?: string;
  /** Fields were added to it that are not followed, so what isn't in it may be in Git all the same. */
  inexact?: boolean;
}

/** The objects in a file; `List`s are opened. */
export function renderedOf(text: ManifestText): Rendered[] {
  return text.file.documents.flatMap((_, document) => {
    const value = text.file.valueOf(document);
    const whole = sourcedOf(value, { text, document, path: [] });
    const isList =
      isRecord(value) && value.kind === 'List' && Array.isArray(value.items);
    const list = isList && whole.type === 'map' && whole.entries.get('items');
    const roots = list && list.type === 'list' ? list.items : [whole];
    return roots.flatMap(root => renderedObject(root) ?? []);
  });
}

/** How the object is called in the end. */
export function identityOf({ root }: Pick<Rendered, 'root'>) {
  return {
    apiVersion: textAt(root, ['apiVersion']) ?? '',
    name: textAt(root, ['metadata', 'name']) ?? '',
    namespace: textAt(root, ['metadata', 'namespace']),
  };
}

function renderedObject(root: Sourced): Rendered | undefined {
  const apiVersion = textAt(root, ['apiVersion']);
  const kind = textAt(root, ['kind']);
  const name = textAt(root, ['metadata', 'name']);
  return apiVersion && kind && name
    ? { root, kind, name, group: groupOf(apiVersion) }
    : undefined;
}

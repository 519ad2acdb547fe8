import { PlannedEdit } from '@fairlead/backstage-plugin-gitops-common';
import {
  documentsIn,
  LocatedValue,
  locateValue,
  ValueFile,
} from '../../../manifests/values/ValueFile';
import { parsePointer, YamlPath } from '../../../manifests/yaml/YamlPath';
import { movedIndex, movedPath } from './movedPath';

/**
 * Finds the place of an edit in a later version of its file. `before` is the file that the edit was planned on; when
 * it can't be read any more, the place counts only where it still leads to one of the two values.
 */
export function findAgain(options: {
  edit: PlannedEdit;
  before: ValueFile | undefined;
  after: ValueFile;
}): LocatedValue | undefined {
  const { edit, before, after } = options;
  const path = parsePointer(edit.pointer);
  if (!path) {
    return undefined;
  }
  const old = before && placeOf({ file: before, edit, path });
  if (!before || old === undefined) {
    const places = placesIn(after, path).filter(({ place }) =>
      [edit.from, edit.to].includes(place.text),
    );
    return places.length === 1 ? places[0].place : undefined;
  }
  const document = movedIndex({
    before: valuesOf(before),
    after: valuesOf(after),
    index: old,
    nameless: 'stay',
  });
  const moved =
    document === undefined
      ? undefined
      : movedPath({
          before: before.valueOf(old),
          after: after.valueOf(document),
          path,
        });
  return moved && document !== undefined
    ? locateValue({ file: after, document, path: moved })
    : undefined;
}

function placeOf(options: {
  file: ValueFile;
  edit: PlannedEdit;
  path: YamlPath;
}): number | undefined {
  const { file, edit, path } = options;
  return placesIn(file, path).find(
    ({ place }) => place.line === edit.line && place.text === edit.from,
  )?.document;
}

function placesIn(
  file: ValueFile,
  path: YamlPath,
): Array<{ document: number; place: LocatedValue }> {
  return indexesOf(file).flatMap(document => {
    const place = locateValue({ file, document, path });
    return place ? [{ document, place }] : [];
  });
}

function valuesOf(file: ValueFile): unknown[] {
  return indexesOf(file).map(document => file.valueOf(document));
}

function indexesOf(file: ValueFile): number[] {
  return Array.from({ length: documentsIn(file) }, (_, index) => index);
}

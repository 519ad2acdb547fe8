import { isDeepStrictEqual } from 'node:util';
import { ManifestProblem } from '../ManifestProblem';
import { ByteEdit, splice } from './ByteEdit';
import { hostOffset } from './embeddedYaml';
import { encodeScalar } from './encodeScalar';
import { LocatedScalar, locateScalar, refuseIndirect } from './ScalarPlace';
import { YamlFile } from './YamlFile';
import { formatPointer, YamlPath } from './YamlPath';

/** A scalar and the string it shall become. */
export interface ScalarChange {
  place: LocatedScalar;
  value: string;
}

interface Expectation {
  document: number;
  path: YamlPath;
  value: string;
}

/** A file after an edit, and the bytes that make the difference. */
export interface EditedYaml {
  content: string;
  edits: ByteEdit[];
}

/**
 * The file with the new values, and no other byte changed.
 *
 * The result is parsed again: each changed value must be the wanted one as a string, and every other value in
 * every document the same as before. What fails that is refused with {@link ManifestProblem}.
 */
export function editYaml(
  file: YamlFile,
  changes: readonly ScalarChange[],
): EditedYaml {
  const edits: ByteEdit[] = [];
  const expected: Expectation[] = [];
  const embedded = new Map<LocatedScalar, ScalarChange[]>();
  for (const change of changes) {
    const { place } = change;
    refuseIndirect(place);
    if (place.host) {
      const host = locateScalar(file, place.host.document, place.host.path);
      if (!host) {
        throw unsafe(file, place, 'the text around it is gone');
      }
      const known = [...embedded.keys()].find(
        other => other.range[0] === host.range[0],
      );
      embedded.set(known ?? host, [
        ...(embedded.get(known ?? host) ?? []),
        change,
      ]);
    } else {
      edits.push(editOf(change));
      expected.push({ ...place, value: change.value });
    }
  }
  for (const [host, inner] of embedded) {
    refuseIndirect(host);
    const { content: value } = editYaml(
      inner[0].place.file,
      inner.map(({ place, value: text }) => ({
        place: { ...place, host: undefined },
        value: text,
      })),
    );
    edits.push(
      ...inner.map(editOf).map(edit => ({
        ...edit,
        start: hostOffset(host, edit.start),
        end: hostOffset(host, edit.end),
      })),
    );
    expected.push({ document: host.document, path: host.path, value });
  }
  const content = splice(file.content, edits);
  verify(file, content, expected, changes[0]?.place);
  return { content, edits };
}

function editOf({ place, value }: ScalarChange): ByteEdit {
  const [start, end] = place.range;
  return { start, end, replacement: encodeScalar(place, value) };
}

function verify(
  before: YamlFile,
  content: string,
  expected: readonly Expectation[],
  first: LocatedScalar | undefined,
): void {
  let after: YamlFile;
  try {
    after = YamlFile.parse({ path: before.path, content });
  } catch (error) {
    throw unsafe(before, first, `the result would not be valid (${error})`);
  }
  const same =
    after.documents.length === before.documents.length &&
    before.documents.every((_, document) =>
      isDeepStrictEqual(
        after.valueOf(document),
        expected
          .filter(change => change.document === document)
          .reduce(
            (value, change) => withValueAt(value, change.path, change.value),
            before.valueOf(document),
          ),
      ),
    );
  if (!same) {
    throw unsafe(before, first, 'the edit would change other values as well');
  }
}

/** Copies along the path only: what an alias shares with it elsewhere stays as it was. */
function withValueAt(value: unknown, path: YamlPath, leaf: string): unknown {
  const [step, ...rest] = path;
  if (step === undefined) {
    return leaf;
  }
  if (Array.isArray(value)) {
    return value.map((item, index) =>
      index === Number(step) ? withValueAt(item, rest, leaf) : item,
    );
  }
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [
        key,
        key === String(step) ? withValueAt(item, rest, leaf) : item,
      ]),
    );
  }
  return value;
}

function unsafe(
  file: YamlFile,
  place: LocatedScalar | undefined,
  reason: string,
): ManifestProblem {
  const where = place
    ? `${file.path}:${place.line} ${formatPointer(place.path)}`
    : file.path;
  return new ManifestProblem(
    'unsafe-edit',
    `${where} can't be edited safely: ${reason}`,
    { file: file.path, line: place?.line },
  );
}

import { isDeepStrictEqual } from 'node:util';
import { Scalar } from 'yaml';
import { ManifestProblem } from '../ManifestProblem';
import { EditedText } from '../values/EditedText';
import { withValueAt } from '../values/withValueAt';
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
  /** Written without quotes: a number or a boolean. Where the place holds a string in quotes it stays a string. */
  literal?: boolean;
}

interface Expectation {
  document: number;
  path: YamlPath;
  value: unknown;
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
): EditedText {
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
      expected.push({ ...place, value: meaningOf(change) });
    }
  }
  for (const [host, inner] of embedded) {
    refuseIndirect(host);
    const { content: value } = editYaml(
      inner[0].place.file,
      inner.map(({ place, ...change }) => ({
        ...change,
        place: { ...place, host: undefined },
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

function editOf(change: ScalarChange): ByteEdit {
  const { place, value } = change;
  const [start, end] = place.range;
  return {
    start,
    end,
    replacement: isLiteral(change) ? value : encodeScalar(place, value),
  };
}

/** Only what all dialects of YAML and JSON read alike. */
function isLiteral({ place, value, literal }: ScalarChange): boolean {
  const { type, tag } = place.node;
  if (!literal || type !== Scalar.PLAIN || tag) {
    return false;
  }
  if (!/^(true|false|-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?)$/.test(value)) {
    throw unsafe(
      place.file,
      place,
      `${value} is neither true, false nor a number in a notation that all readers understand alike`,
    );
  }
  return true;
}

function meaningOf(change: ScalarChange): unknown {
  return isLiteral(change) ? JSON.parse(change.value) : change.value;
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
  if (!same || !staysJson({ before, content, expected })) {
    throw unsafe(before, first, 'the edit would change other values as well');
  }
}

/** A file that strict readers of JSON accept stays one. */
function staysJson(options: {
  before: YamlFile;
  content: string;
  expected: readonly Expectation[];
}): boolean {
  const { before, content, expected } = options;
  const original = before.isJson ? parsedJson(before.content) : undefined;
  if (original === undefined) {
    return true;
  }
  const wanted = expected.reduce<unknown>(
    (value, change) => withValueAt(value, change.path, change.value),
    original,
  );
  return isDeepStrictEqual(parsedJson(content), wanted);
}

function parsedJson(content: string): unknown {
  try {
    return JSON.parse(content.replace(/^\ufeff/, ''));
  } catch {
    // YAML is allowed in a .json file by all who read it as YAML.
    return undefined;
  }
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

import { isDeepStrictEqual } from 'node:util';
import { ManifestProblem } from '../ManifestProblem';
import { refuseUnsafeValue } from '../values/refuseUnsafeValue';
import { EditedText } from '../values/EditedText';
import { withValueAt } from '../values/withValueAt';
import { ByteEdit, splice } from '../yaml/ByteEdit';
import { formatPointer } from '../yaml/YamlPath';
import { TomlFile } from './TomlFile';
import { LocatedTomlValue, locateTomlValue } from './tomlValue';

/** A value and what it shall become. */
export interface TomlChange {
  place: LocatedTomlValue;
  value: string;
  /** Written without quotes: a number, a boolean or a time. */
  literal?: boolean;
}

/** The file with the new values, and no other byte changed; the result is parsed again and compared. */
export function editToml(
  file: TomlFile,
  changes: readonly TomlChange[],
): EditedText {
  const edits = changes.map((change): ByteEdit => {
    const [start, end] = change.place.range;
    return { start, end, replacement: encode(change) };
  });
  const content = splice(file.content, edits);
  verify({ file, content, changes });
  return { content, edits };
}

function encode({ place, value, literal }: TomlChange): string {
  const { node, file, line, path } = place;
  refuseUnsafeValue(place, value);
  if (literal && node.kind !== 'string') {
    return value;
  }
  if (node.kind === 'string' && node.multiline) {
    throw new ManifestProblem(
      'block-scalar',
      `${file.path}:${line} ${formatPointer(path)} is written over several lines, which can't be replaced in place; write it on one line`,
      { file: file.path, line },
    );
  }
  const single = node.kind === 'string' && node.style === 'literal';
  return single && !value.includes("'") ? `'${value}'` : JSON.stringify(value);
}

function verify(options: {
  file: TomlFile;
  content: string;
  changes: readonly TomlChange[];
}): void {
  const { file, content, changes } = options;
  const location = { file: file.path, line: changes[0]?.place.line };
  const refuse = (reason: string) =>
    new ManifestProblem(
      'unsafe-edit',
      `${file.path} can't be edited safely: ${reason}`,
      location,
    );
  let after: TomlFile;
  try {
    after = TomlFile.parse({ path: file.path, content });
  } catch (error) {
    throw refuse(`the result would not be valid (${error})`);
  }
  const written = changes.every(
    ({ place, value }) => locateTomlValue(after, place.path)?.text === value,
  );
  // What the new values are is proven by their text; everything else must be as it was.
  const blank = (of: TomlFile) =>
    changes.reduce(
      (all, { place }) => withValueAt(all, place.path, ''),
      of.valueOf(0),
    );
  if (!written || !isDeepStrictEqual(blank(after), blank(file))) {
    throw refuse('the edit would change other values as well');
  }
}

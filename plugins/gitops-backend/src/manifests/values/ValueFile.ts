import { editToml } from '../toml/editToml';
import { TomlFile } from '../toml/TomlFile';
import { LocatedTomlValue, locateTomlValue } from '../toml/tomlValue';
import { editYaml } from '../yaml/editYaml';
import { parseEmbedded } from '../yaml/embeddedYaml';
import { LocatedScalar, locateScalar } from '../yaml/ScalarPlace';
import { ManifestFile, YamlFile } from '../yaml/YamlFile';
import { YamlPath } from '../yaml/YamlPath';
import { EditedText } from './EditedText';

/** A parsed file of a format whose values are edited by their bytes: YAML, JSON (which is read as YAML) or TOML. */
export type ValueFile = YamlFile | TomlFile;

/** A scalar in such a file. */
export type LocatedValue = LocatedScalar | LocatedTomlValue;

/** A scalar and what it shall become. */
export interface ValueChange {
  place: LocatedValue;
  value: string;
  /** Written without quotes: a number or a boolean, where the place doesn't hold a string in quotes now. */
  literal?: boolean;
}

/** Reads a file in the format that its name tells. */
export function parseValueFile(file: ManifestFile): ValueFile {
  return isToml(file.path) ? TomlFile.parse(file) : YamlFile.parse(file);
}

/** Whether a file is read as TOML. */
export function isToml(path: string): boolean {
  return /\.toml$/i.test(path);
}

/** How many documents a file has. */
export function documentsIn(file: ValueFile): number {
  return file instanceof YamlFile ? file.documents.length : 1;
}

/** Finds the scalar at a path of a document, in YAML that is written as text inside of it too. */
export function locateValue(options: {
  file: ValueFile;
  document: number;
  path: YamlPath;
}): LocatedValue | undefined {
  const { file, document, path } = options;
  if (file instanceof TomlFile) {
    return document === 0 ? locateTomlValue(file, path) : undefined;
  }
  const direct = locateScalar(file, document, path);
  if (direct) {
    return direct;
  }
  for (let length = 1; length < path.length; length++) {
    const host = locateScalar(file, document, path.slice(0, length));
    if (host) {
      return typeof host.node.value === 'string' && host.text.includes(':')
        ? locateScalar(parseEmbedded(host), 0, path.slice(length), host)
        : undefined;
    }
  }
  return undefined;
}

/** The file with the new values, and no other byte changed. Throws ManifestProblem for what can't be done so. */
export function editValues(
  file: ValueFile,
  changes: readonly ValueChange[],
): EditedText {
  if (file instanceof TomlFile) {
    return editToml(
      file,
      changes.flatMap(change => {
        const { place } = change;
        return isTomlValue(place) ? [{ ...change, place }] : [];
      }),
    );
  }
  return editYaml(
    file,
    changes.flatMap(change => {
      const { place } = change;
      return isTomlValue(place) ? [] : [{ ...change, place }];
    }),
  );
}

function isTomlValue(place: LocatedValue): place is LocatedTomlValue {
  return place.file instanceof TomlFile;
}

/** Whether a place holds a number, a boolean or a time rather than a string. */
export function isLiteralValue(place: LocatedValue): boolean {
  return isTomlValue(place)
    ? place.node.kind !== 'string'
    : typeof place.node.value !== 'string';
}

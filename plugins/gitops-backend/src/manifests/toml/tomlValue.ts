import { AST } from 'toml-eslint-parser';
import { TomlFile } from './TomlFile';
import { formatPointer, YamlPath } from '../yaml/YamlPath';

/** One scalar value in a TOML file: the same as a `ScalarPlace` of YAML. */
export interface LocatedTomlValue {
  file: TomlFile;
  document: number;
  path: YamlPath;
  line: number;
  /** As a string; what is no string exactly as written. */
  text: string;
  /** Bytes of the value, quotes included. */
  range: readonly [number, number];
  node: AST.TOMLValue;
  host?: undefined;
}

/** Finds the scalar at a path; undefined when there is none or it is no scalar. */
export function locateTomlValue(
  file: TomlFile,
  path: YamlPath,
): LocatedTomlValue | undefined {
  const pointer = formatPointer(path);
  const leaf = file.leaves.find(other => formatPointer(other.path) === pointer);
  if (!leaf) {
    return undefined;
  }
  const { node } = leaf;
  const [start, end] = node.range;
  return {
    file,
    document: 0,
    path: leaf.path,
    line: file.lineOf(start),
    text: node.kind === 'string' ? node.value : file.content.slice(start, end),
    range: [start, end],
    node,
  };
}

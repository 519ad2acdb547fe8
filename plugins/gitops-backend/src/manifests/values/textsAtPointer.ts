import { ManifestProblem } from '../ManifestProblem';
import { parsePointer } from '../yaml/YamlPath';
import { documentsIn, locateValue, parseValueFile } from './ValueFile';

/**
 * The texts that a pointer leads to in a YAML, JSON or TOML file, in every document of it. A file that can't be read
 * holds no value that could be found.
 */
export function textsAtPointer(options: {
  path: string;
  content: string;
  pointer: string;
}): string[] {
  const path = parsePointer(options.pointer);
  try {
    const file = parseValueFile(options);
    return Array.from({ length: documentsIn(file) }, (_, index) => index)
      .flatMap(
        document => (path && locateValue({ file, document, path })) ?? [],
      )
      .map(({ text }) => text);
  } catch (error) {
    if (error instanceof ManifestProblem) {
      return [];
    }
    throw error;
  }
}

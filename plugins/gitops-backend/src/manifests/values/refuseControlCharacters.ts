import { ManifestProblem } from '../ManifestProblem';
import { formatPointer, YamlPath } from '../yaml/YamlPath';

/** Throws for a new value that no format can hold on one line. */
export function refuseControlCharacters(
  place: { file: { path: string }; line: number; path: YamlPath },
  value: string,
): void {
  // eslint-disable-next-line no-control-regex
  if (/[\u0000-\u001f\u007f-\u009f\u2028\u2029\ufeff]/.test(value)) {
    throw new ManifestProblem(
      'unsafe-edit',
      `the new value of ${formatPointer(place.path)} has line breaks or control characters`,
      { file: place.file.path, line: place.line },
    );
  }
}

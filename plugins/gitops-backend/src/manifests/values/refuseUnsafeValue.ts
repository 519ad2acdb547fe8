import { ManifestProblem } from '../ManifestProblem';
import { formatPointer, YamlPath } from '../yaml/YamlPath';

/** Throws where a value is filled in by something else later, and for a new value that no format can hold on one line. */
export function refuseUnsafeValue(
  place: {
    file: { path: string };
    line: number;
    path: YamlPath;
    text: string;
  },
  value: string,
): void {
  if (/\$\{|\{\{/.test(place.text)) {
    throw new ManifestProblem(
      'template',
      `${place.file.path}:${place.line} ${formatPointer(place.path)} holds a variable (${place.text}), so its value is written elsewhere`,
      { file: place.file.path, line: place.line },
    );
  }
  // eslint-disable-next-line no-control-regex
  if (/[\u0000-\u001f\u007f-\u009f\u2028\u2029\ufeff]/.test(value)) {
    throw new ManifestProblem(
      'unsafe-edit',
      `the new value of ${formatPointer(place.path)} has line breaks or control characters`,
      { file: place.file.path, line: place.line },
    );
  }
}

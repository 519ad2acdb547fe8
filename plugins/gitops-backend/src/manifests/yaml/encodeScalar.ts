import { parseDocument, Scalar } from 'yaml';
import { ManifestProblem } from '../ManifestProblem';
import { refuseUnsafeValue } from '../values/refuseUnsafeValue';
import { LocatedScalar } from './ScalarPlace';
import { formatPointer } from './YamlPath';

/**
 * The text that makes a scalar mean `value`, in the quotes that it has now.
 *
 * A plain value gets double quotes when any engine could take the new text for something other than a string:
 * `1.10`, `1e3`, an all-digit SHA, `on`.
 */
export function encodeScalar(place: LocatedScalar, value: string): string {
  refuseUnsafeValue(place, value);
  switch (place.node.type) {
    case Scalar.QUOTE_DOUBLE:
      return JSON.stringify(value);
    case Scalar.QUOTE_SINGLE:
      return `'${value.replaceAll("'", "''")}'`;
    case Scalar.BLOCK_FOLDED:
    case Scalar.BLOCK_LITERAL:
      throw new ManifestProblem(
        'block-scalar',
        `${place.file.path}:${place.line} ${formatPointer(place.path)} is written as a block of text (| or >), which can't be replaced in place; write it on one line`,
        { file: place.file.path, line: place.line },
      );
    default:
      return isPlainString(value) && !place.file.isJson
        ? value
        : JSON.stringify(value);
  }
}

/** Whether every reader takes this text, without quotes, for this very string: YAML 1.1 and 1.2, block and flow. */
function isPlainString(value: string): boolean {
  if (!/^[A-Za-z0-9][\w./:@+=-]*$/.test(value) || value.endsWith(':')) {
    return false;
  }
  // Go's parser knows forms of numbers that others don't, such as underscores and 0o17.
  const bare = value.replaceAll('_', '');
  if (/^\d*\.?\d*(e[+-]?\d*)?$/i.test(bare) || /^0[xob]/i.test(bare)) {
    return false;
  }
  return (['1.1', '1.2'] as const).every(
    version => parseDocument(value, { version }).toJS() === value,
  );
}

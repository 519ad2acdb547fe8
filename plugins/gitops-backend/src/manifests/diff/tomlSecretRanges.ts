import { TomlFile } from '../toml/TomlFile';
import {
  secretName,
  secretReference,
  secretText,
  TextRange,
} from './secretRanges';

/** The same as `secretRanges`, for a TOML file: values below a key that is called like a secret, and secret texts. */
export function tomlSecretRanges(file: TomlFile): TextRange[] {
  return file.leaves
    .filter(
      ({ path, node }) =>
        path.some(
          step =>
            typeof step === 'string' &&
            secretName.test(step) &&
            !secretReference.test(step),
        ) ||
        (node.kind === 'string' && secretText.test(node.value)),
    )
    .map(({ node }) => [node.range[0], node.range[1]]);
}

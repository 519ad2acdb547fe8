import { TomlFile } from '../toml/TomlFile';
import { LocatedValue, ValueFile } from '../values/ValueFile';
import { secretRanges, TextRange } from './secretRanges';
import { tomlSecretRanges } from './tomlSecretRanges';

/** Where values stand in a file of any format that nobody should see. */
export function secretsIn(file: ValueFile): TextRange[] {
  return file instanceof TomlFile ? tomlSecretRanges(file) : secretRanges(file);
}

/** Whether a place holds such a value. */
export function isSecret({ file, range, host }: LocatedValue): boolean {
  return (
    holds(secretsIn(file), range) ||
    (host !== undefined && holds(secretsIn(host.file), host.range))
  );
}

function holds(secrets: readonly TextRange[], [start, end]: TextRange) {
  return secrets.some(secret => secret[0] <= start && end <= secret[1]);
}

import { createHash } from 'node:crypto';
import { parse } from 'yaml';
import { isRecord, JsonRecord, recordAt, textAt } from '../../json';
import { FluxFailure } from '../FluxFailure';
import { FluxObjects } from '../FluxObjects';
import { HelmRelease } from '../schema';

/** What a release sets over the values of its chart: what it takes from ConfigMaps, then its own. Throws FluxFailure. */
export function releaseValues(
  { metadata, spec }: HelmRelease,
  objects: FluxObjects,
): JsonRecord {
  const parts = spec.valuesFrom.map(
    ({ kind, name, valuesKey, optional }): JsonRecord => {
      const from = objects.get({
        apiVersion: 'v1',
        kind,
        namespace: metadata.namespace,
        name,
      });
      const text = textAt(from, 'data', valuesKey);
      if (text === undefined) {
        if (optional) return {};
        throw new FluxFailure(
          'ValuesError',
          `could not resolve ${kind} chart values reference '${metadata.namespace}/${name}' with key '${valuesKey}': not found`,
        );
      }
      const plain =
        kind === 'Secret' ? Buffer.from(text, 'base64').toString() : text;
      const values: unknown = parse(plain);
      return isRecord(values) ? values : {};
    },
  );
  return [...parts, spec.values ?? {}].reduce(merged, {});
}

export function configDigestOf(values: JsonRecord): string {
  const digest = createHash('sha256').update(JSON.stringify(values));
  return `sha256:${digest.digest('hex')}`;
}

function merged(base: JsonRecord, over: JsonRecord): JsonRecord {
  const result: JsonRecord = { ...base };
  for (const [key, value] of Object.entries(over)) {
    result[key] =
      isRecord(value) && isRecord(base[key])
        ? merged(recordAt(base, key), value)
        : value;
  }
  return result;
}

import { parse } from 'yaml';
import { isRecord, JsonRecord } from '../../../json';
import { HelmOptions } from '../../Application';
import { ManifestError } from '../../ManifestError';

/** A values file as read, in the order in which they apply. */
export interface ValuesText {
  path: string;
  text: string;
}

/** Merges what a chart is rendered with: its own values, then files, `values`, `valuesObject`, and parameters last. */
export function chartValues(options: {
  files: ValuesText[];
  helm: HelmOptions;
}): JsonRecord {
  const { files, helm } = options;
  const layers = files.map(({ path, text }) => parsed(path, text));
  // `valuesObject` replaces `values`, as in Argo CD.
  if (helm.valuesObject) layers.push(helm.valuesObject);
  else if (helm.values) layers.push(parsed('values', helm.values));
  const values = layers.reduce<JsonRecord>(merged, {});
  for (const { name, value, forceString } of helm.parameters ?? []) {
    setPath(values, stepsOf(name), forceString ? value : typed(value));
  }
  return values;
}

function parsed(path: string, text: string): JsonRecord {
  let value: unknown;
  try {
    value = parse(text, { merge: true });
  } catch (error) {
    throw new ManifestError(
      `failed to parse ${path}: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`,
      { cause: error },
    );
  }
  if (value === null || value === undefined) return {};
  if (!isRecord(value)) {
    throw new ManifestError(`failed to parse ${path}: it is not a map`);
  }
  return value;
}

function merged(under: JsonRecord, over: JsonRecord): JsonRecord {
  const result = { ...under };
  for (const [key, value] of Object.entries(over)) {
    const current = result[key];
    if (value === null) delete result[key];
    else if (isRecord(value) && isRecord(current)) {
      result[key] = merged(current, value);
    } else result[key] = value;
  }
  return result;
}

function stepsOf(name: string): Array<string | number> {
  return name.split(/(?<!\\)\./).flatMap(part =>
    part
      .replaceAll('\\.', '.')
      .split(/[[\]]/)
      .filter(Boolean)
      .map((step, index) =>
        index > 0 && /^\d+$/.test(step) ? Number(step) : step,
      ),
  );
}

function setPath(
  holder: JsonRecord,
  steps: Array<string | number>,
  value: unknown,
): void {
  const [step, ...rest] = steps;
  if (step === undefined) return;
  holder[step] = replacedAt(holder[step], rest, value);
}

function replacedAt(
  current: unknown,
  steps: Array<string | number>,
  value: unknown,
): unknown {
  const [step, ...rest] = steps;
  if (step === undefined) return value;
  if (typeof step === 'number') {
    const list: unknown[] = Array.isArray(current) ? [...current] : [];
    list[step] = replacedAt(list[step], rest, value);
    return list;
  }
  const record = isRecord(current) ? { ...current } : {};
  record[step] = replacedAt(record[step], rest, value);
  return record;
}

// `--set` reads numbers and booleans, `--set-string` does not.
function typed(value: string): unknown {
  if (value === 'true' || value === 'false') return value === 'true';
  if (value === 'null') return null;
  return /^(0|-?[1-9]\d{0,14})$/.test(value) ? Number(value) : value;
}

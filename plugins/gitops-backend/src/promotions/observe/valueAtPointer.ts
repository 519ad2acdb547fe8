import { parseAllDocuments } from 'yaml';
import { isRecord } from '../../manifests/isRecord';

/**
 * The texts that a pointer such as `spec.sources[1].helm.values.image.tag` or `images[0].newTag` leads to in a YAML
 * or JSON file, in every document of it, and in YAML that is written as text inside of it. Lists are followed by
 * the item that carries the subject's name, where there is one: somebody may have put another one before it.
 *
 * Values are the text as written: `1.10` is not 1.1.
 */
export function valuesAtPointer(options: {
  content: string;
  pointer: string;
  subject: string;
}): string[] {
  const steps = parsePointer(options.pointer);
  return documentsOf(options.content).flatMap(document =>
    follow(document, { steps, subject: options.subject }),
  );
}

type Step = string | number;

function follow(
  value: unknown,
  path: { steps: Step[]; subject: string },
): string[] {
  const { steps, subject } = path;
  const [step, ...rest] = steps;
  if (step === undefined) return typeof value === 'string' ? [value] : [];
  if (typeof value === 'string') {
    return documentsOf(value)
      .filter(inner => typeof inner === 'object')
      .flatMap(inner => follow(inner, path));
  }
  if (Array.isArray(value)) {
    const named = value.filter(item => carries(item, subject));
    const candidates =
      named.length > 0 ? named : [typeof step === 'number' && value[step]];
    return candidates.flatMap(item => follow(item, { steps: rest, subject }));
  }
  if (!isRecord(value) || typeof step !== 'string') return [];
  return follow(value[step], { steps: rest, subject });
}

function carries(item: unknown, subject: string): boolean {
  if (typeof item === 'string') return item.includes(subject);
  return (
    isRecord(item) && [item.name, item.newName, item.image].includes(subject)
  );
}

// The failsafe schema keeps every scalar as the text that is written.
function documentsOf(content: string): unknown[] {
  try {
    const documents = parseAllDocuments(content, {
      schema: 'failsafe',
      merge: true,
      logLevel: 'silent',
    });
    if (!Array.isArray(documents)) return [];
    return documents.map((document): unknown => document.toJS());
  } catch {
    // A file that can't be read holds no value that could be found.
    return [];
  }
}

function parsePointer(pointer: string): Step[] {
  const steps: Step[] = [];
  const token = /\.?([\w-]+)|\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]/gy;
  for (const [, key, index, quoted] of pointer.matchAll(token)) {
    if (index !== undefined) steps.push(Number(index));
    else if (quoted !== undefined) steps.push(String(JSON.parse(quoted)));
    else steps.push(key);
  }
  return steps;
}

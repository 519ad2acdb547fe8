import { parseImageReference } from '@fairlead/backstage-plugin-gitops-common';
import { parseAllDocuments } from 'yaml';
import { isRecord } from '../../../manifests/isRecord';
import { YamlPath } from '../../../manifests/yaml/YamlPath';

/**
 * Where a value is after somebody else has changed the document around it: items of lists are followed by what they
 * are called, so that they may have moved. Undefined when it is gone, or can't be told apart any more. Pure.
 */
export function movedPath(options: {
  before: unknown;
  after: unknown;
  path: YamlPath;
}): YamlPath | undefined {
  const { path } = options;
  const before = opened(options.before, path);
  const after = opened(options.after, path);
  const [step, ...rest] = path;
  if (step === undefined) {
    return [];
  }
  if (Array.isArray(before)) {
    if (!Array.isArray(after)) {
      return undefined;
    }
    const index = Number(step);
    const there = movedIndex({ before, after, index });
    return there === undefined
      ? undefined
      : withStep(there, {
          before: before[index],
          after: after[there],
          path: rest,
        });
  }
  const key = String(step);
  return isRecord(before) && isRecord(after) && key in after
    ? withStep(step, { before: before[key], after: after[key], path: rest })
    : undefined;
}

function withStep(
  step: string | number,
  below: Parameters<typeof movedPath>[0],
): YamlPath | undefined {
  const rest = movedPath(below);
  return rest && [step, ...rest];
}

/** An item that is called the same; of several the one at the same place among them. */
export function movedIndex(options: {
  before: readonly unknown[];
  after: readonly unknown[];
  index: number;
  /** Where items without a name are, when there are more or fewer of them now: documents are added at the end. */
  nameless?: 'stay';
}): number | undefined {
  const { before, after, index, nameless } = options;
  const identity = identityOf(before[index]);
  const same = (items: readonly unknown[]) =>
    items.flatMap((item, at) => (identityOf(item) === identity ? [at] : []));
  if (identity === undefined) {
    const stays =
      nameless === 'stay' &&
      index < after.length &&
      identityOf(after[index]) === undefined;
    return stays || before.length === after.length ? index : undefined;
  }
  const [old, now] = [same(before), same(after)];
  return old.length === now.length || now.length === 1
    ? (now[old.indexOf(index)] ??
        (old.length === now.length ? undefined : now[0]))
    : undefined;
}

/** What tells an item from its neighbours, other than the version that it holds. */
function identityOf(item: unknown): string | undefined {
  if (typeof item === 'string') {
    const equals = item.indexOf('=');
    return equals < 0 ? parseImageReference(item).name : item.slice(0, equals);
  }
  if (!isRecord(item)) {
    return undefined;
  }
  const metadata = isRecord(item.metadata) ? item.metadata : {};
  const parts = [
    item.apiVersion,
    item.kind,
    metadata.namespace,
    metadata.name,
    item.name,
    item.op,
    item.path,
    item.repoURL,
    item.chart,
    item.ref,
    item.repository,
  ].map(part => (typeof part === 'string' ? part : ''));
  return parts.some(Boolean) ? JSON.stringify(parts) : undefined;
}

/** YAML that is written as text inside a file is gone into where a path leads further. */
function opened(value: unknown, path: YamlPath): unknown {
  if (typeof value !== 'string' || path.length === 0) {
    return value;
  }
  try {
    const documents = parseAllDocuments(value, {
      merge: true,
      logLevel: 'silent',
    });
    return Array.isArray(documents) ? documents[0]?.toJS() : undefined;
  } catch {
    // Text that can't be read as YAML holds no such value any more.
    return undefined;
  }
}

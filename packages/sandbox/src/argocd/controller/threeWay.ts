import { KubeObject } from '../../contracts';
import { isRecord, JsonRecord } from '../../json';

const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';

/**
 * Whether a live object is as it was applied and as it is wanted: what `target` says is so, and what was applied before
 * and is no longer wanted is gone. Fields that neither mentions belong to somebody else.
 */
export function isInSync(target: KubeObject, live: KubeObject): boolean {
  return (
    contains(live, target) && isGone({ applied: appliedTo(live), target, live })
  );
}

/** A live object, brought to the target, with what others have set on it; and the target remembered as applied. */
export function applied(
  target: KubeObject,
  live: KubeObject | undefined,
): KubeObject {
  const annotations = {
    ...target.metadata.annotations,
    [lastApplied]: `${JSON.stringify(target)}\n`,
  };
  const remembered: KubeObject = {
    ...target,
    metadata: { ...target.metadata, annotations },
  };
  if (!live) return remembered;
  const { status: _, ...content } = live;
  return {
    ...remembered,
    ...merged({ applied: appliedTo(live), target: remembered, live: content }),
  };
}

function appliedTo(live: KubeObject): JsonRecord {
  const text = live.metadata.annotations?.[lastApplied];
  if (!text) return {};
  try {
    const parsed: unknown = JSON.parse(text);
    return isRecord(parsed) ? parsed : {};
  } catch {
    // Somebody's edit of the annotation: then nothing is known of what was applied.
    return {};
  }
}

function merged(options: {
  applied: JsonRecord;
  target: JsonRecord;
  live: JsonRecord;
}): JsonRecord {
  const { target, live } = options;
  const result: JsonRecord = { ...target };
  for (const [key, value] of Object.entries(live)) {
    const wanted = target[key];
    const before = options.applied[key];
    if (isRecord(value) && isRecord(wanted)) {
      result[key] = merged({
        applied: isRecord(before) ? before : {},
        target: wanted,
        live: value,
      });
    } else if (wanted === undefined && before === undefined) {
      result[key] = value;
    }
  }
  return result;
}

/** Whether everything that `wanted` says is so in `actual`. */
function contains(actual: unknown, wanted: unknown): boolean {
  if (isRecord(wanted)) {
    return (
      isRecord(actual) &&
      Object.entries(wanted).every(
        ([key, value]) => value === undefined || contains(actual[key], value),
      )
    );
  }
  if (Array.isArray(wanted)) {
    return (
      Array.isArray(actual) &&
      wanted.length === actual.length &&
      wanted.every((item, index) => contains(actual[index], item))
    );
  }
  return actual === wanted || (wanted === null && actual === undefined);
}

function isGone(options: {
  applied: JsonRecord;
  target: JsonRecord;
  live: JsonRecord;
}): boolean {
  const { target, live } = options;
  return Object.entries(options.applied).every(([key, before]) => {
    if (key === 'status' || live[key] === undefined) return true;
    const wanted = target[key];
    if (wanted === undefined) return before === null;
    return (
      !isRecord(before) ||
      !isRecord(wanted) ||
      isGone({
        applied: before,
        target: wanted,
        live: isRecord(live[key]) ? live[key] : {},
      })
    );
  });
}

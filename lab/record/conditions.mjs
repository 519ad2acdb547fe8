/** Whether an object has a condition of this type with this status and, if given, this reason. */
export function hasCondition({ object, type, status, reason }) {
  return (object.status?.conditions ?? []).some(
    condition =>
      condition.type === type &&
      condition.status === status &&
      (!reason || condition.reason === reason),
  );
}

/** A test for Ready with this status and, if given, this reason, at the current generation. */
export function ready(status, reason) {
  return object =>
    hasCondition({ object, type: 'Ready', status, reason }) &&
    object.status.conditions.every(
      condition =>
        condition.type !== 'Ready' ||
        condition.observedGeneration === object.metadata.generation,
    );
}

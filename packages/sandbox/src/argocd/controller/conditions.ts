import { Condition } from '../Application';

/** A condition keeps its time as long as it says the same. */
export function conditionsOf(options: {
  before: readonly Condition[] | undefined;
  now: string;
  found: Array<{ type: string; message: string }>;
}): Condition[] {
  const { before = [], now, found } = options;
  return found.map(({ type, message }) => {
    const same = before.find(
      condition => condition.type === type && condition.message === message,
    );
    return same ?? { type, message, lastTransitionTime: now };
  });
}

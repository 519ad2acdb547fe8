import { AuthoredPolicy } from '../config/policy/policy';

/** The paths of a policy that it sets although the portal keeps them to itself. */
export function lockedKeys(
  policy: AuthoredPolicy,
  locked: readonly string[],
): string[][] {
  return [...new Set(locked)]
    .map(key => key.split('.'))
    .filter(([key, inner]) =>
      inner === undefined
        ? Object.entries(policy).some(
            ([name, value]) => name === key && value !== undefined,
          )
        : Object.entries(policy.gates ?? {}).some(
            ([name, value]) => name === inner && value !== undefined,
          ),
    );
}

/** A policy without what the portal keeps to itself. */
export function withoutLocked(
  policy: AuthoredPolicy,
  locked: readonly string[],
): AuthoredPolicy {
  const isFree = (key: string) => !locked.includes(key);
  const free: AuthoredPolicy = Object.fromEntries(
    Object.entries(policy).filter(([key]) => isFree(key)),
  );
  if (free.gates) {
    free.gates = Object.fromEntries(
      Object.entries(free.gates).filter(([key]) => isFree(`gates.${key}`)),
    );
  }
  return free;
}

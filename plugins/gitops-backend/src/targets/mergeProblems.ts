import { SourceProblem } from '@fairlead/backstage-plugin-gitops-common';

/** What is wrong with a cluster is said once, not once for each kind on it. */
export function mergeProblems(
  problems: readonly SourceProblem[],
): SourceProblem[] {
  const merged = new Map<string, SourceProblem>();
  for (const problem of problems) {
    const key = JSON.stringify([
      problem.cluster,
      problem.fault,
      problem.message,
    ]);
    const other = merged.get(key);
    if (other) {
      const { kind, ...rest } = other;
      merged.set(key, {
        ...rest,
        since: other.since < problem.since ? other.since : problem.since,
      });
    } else {
      merged.set(key, problem);
    }
  }
  return [...merged.values()];
}

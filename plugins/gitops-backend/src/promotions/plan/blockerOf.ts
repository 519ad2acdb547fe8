import { PlanBlocker } from '@fairlead/backstage-plugin-gitops-common';
import { ManifestProblem } from '../../manifests/ManifestProblem';

/** A problem in a file, as the reason that a plan can't be carried out. */
export function blockerOf(problem: ManifestProblem): PlanBlocker {
  const { file, line } = problem.location;
  return {
    code: problem.code,
    message: problem.message,
    file,
    ...(line !== undefined && { line }),
  };
}

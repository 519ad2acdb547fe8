import {
  Allowance,
  PlanResponse,
} from '@fairlead/backstage-plugin-gitops-common';

/** Whether a plan can be carried out and, if not, why. */
export function submitAllowance(answer: PlanResponse): Allowance {
  const { plan, active } = answer;
  if (active) {
    return {
      allowed: false,
      why: 'The promotion that is under way has to end first.',
    };
  }
  if (plan.blockers.length > 0) {
    return {
      allowed: false,
      why: 'What blocks it, named above, has to be resolved in Git first.',
    };
  }
  if (plan.edits.length === 0) {
    return { allowed: false, why: 'There is nothing to change.' };
  }
  return { allowed: true };
}

import {
  Allowance,
  Comparison,
  Environment,
  Promotion,
} from '@fairlead/backstage-plugin-gitops-common';
import { StoredTarget } from '../targets/StoredTarget';

const allowed: Allowance = { allowed: true };

/** Whether one environment can be promoted from another now and, if not, the reason that the disabled button shows. */
export function promotionAllowance(options: {
  from: Environment;
  to: Environment;
  fromTargets: readonly StoredTarget[];
  toTargets: readonly StoredTarget[];
  comparison: Comparison;
  active: Promotion | undefined;
  permitted: Allowance;
}): Allowance {
  const { from, to, fromTargets, toTargets, comparison, active } = options;
  const refuse = (why: string): Allowance => ({ allowed: false, why });

  if (!options.permitted.allowed) return options.permitted;
  if (active) {
    return refuse(
      `A promotion to ${to.title} is under way already; it has to end first.`,
    );
  }
  if (fromTargets.length === 0) {
    return refuse(`Nothing is deployed in ${from.title} yet.`);
  }
  if (toTargets.length === 0) {
    return refuse(
      `There is no target in ${to.title} that a version could be promoted to.`,
    );
  }
  const unreachable = fromTargets.find(target => target.unreachable);
  if (unreachable) {
    return refuse(
      `${from.title} can't be read now: ${unreachable.unreachable?.message}`,
    );
  }
  const unwell = fromTargets.find(
    target => target.status.health.status !== 'Healthy',
  );
  if (unwell) {
    return refuse(
      `${from.title} is ${unwell.status.health.status}, not Healthy.`,
    );
  }
  if (comparison.relation === 'same') {
    return refuse(
      `${to.title} already runs ${comparison.summary}, the same as ${from.title}.`,
    );
  }
  return allowed;
}

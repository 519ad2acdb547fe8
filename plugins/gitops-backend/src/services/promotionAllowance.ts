import {
  Allowance,
  Comparison,
  Environment,
  EnvironmentPolicy,
  isPushed,
  Promotion,
} from '@fairlead/backstage-plugin-gitops-common';
import { StoredTarget } from '../targets/StoredTarget';

const allowed: Allowance = { allowed: true };

/**
 * Whether a promotion from one environment to another can be requested now and, if not, the reason that the disabled
 * button shows. What may still hold it up afterwards, such as a source that is not healthy, is the business of gates.
 */
export function promotionAllowance(options: {
  from: Environment;
  to: Environment;
  fromTargets: readonly StoredTarget[];
  toTargets: readonly StoredTarget[];
  comparison: Comparison;
  active: Promotion | undefined;
  /** What becomes of `active`; superseded when left out. */
  lane?: EnvironmentPolicy['lane'];
  permitted: Allowance;
}): Allowance {
  const { from, to, fromTargets, toTargets, comparison, active } = options;
  const refuse = (why: string): Allowance => ({ allowed: false, why });

  if (!options.permitted.allowed) return options.permitted;
  if (active && options.lane === 'reject') {
    return refuse(
      `A promotion to ${to.title} is under way, and no other is taken until it has ended.`,
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
  if (toTargets.every(({ status }) => isPushed(status))) {
    return refuse(
      `What runs in ${to.title} is pushed there, and no engine brings it from Git: there is nothing in Git to change.`,
    );
  }
  const unreachable = fromTargets.find(target => target.unreachable);
  if (unreachable) {
    return refuse(
      `${from.title} can't be read now: ${unreachable.unreachable?.message}`,
    );
  }
  if (comparison.relation === 'same') {
    return refuse(
      `${to.title} already runs ${comparison.summary}, the same as ${from.title}.`,
    );
  }
  return allowed;
}

import { GateStatus } from '@fairlead/backstage-plugin-gitops-common';

/** The forge's own words on a pull request: whoever may set them aside does so there, and it is written down there. */
const forgesOwn: readonly string[] = ['forge-checks', 'forge-reviews'];

/**
 * Why a gate can't be overridden; undefined when it can. That the user has the permission is another matter.
 *
 * @remarks
 * Every gate that is a rule of the portal can be, also a veto, a freeze and missing approvals: somebody has to be able
 * to mend production at night, and it stays visible who did that and why.
 */
export function mayOverride(gate: GateStatus): string | undefined {
  if (gate.overridden) return `${gate.title} was overridden already.`;
  if (gate.status === 'passed') {
    return `${gate.title} has passed: there is nothing to override.`;
  }
  return forgesOwn.includes(gate.gate)
    ? `${gate.title} is for the forge to say: run the checks again, or get the reviews there. Who may merge without them can do that on the forge.`
    : undefined;
}

import { CheckPolicy } from '@fairlead/backstage-plugin-gitops-common';
import {
  AppliedGate,
  GateInput,
  GateVerdict,
} from '@fairlead/backstage-plugin-gitops-node';

type CheckOf<Type extends CheckPolicy['type']> = Extract<
  CheckPolicy,
  { type: Type }
>;

/** How overrides name a check: by its type and its name. */
export function checkId({ type, name }: Pick<CheckPolicy, 'type' | 'name'>) {
  return `${type}:${name}`;
}

/** One gate for each check of a type that the pipeline names, asked when its phase comes. */
export function appliedChecks<Type extends CheckPolicy['type']>(
  input: GateInput,
  options: {
    type: Type;
    evaluate: (check: CheckOf<Type>) => Promise<GateVerdict>;
  },
): AppliedGate[] {
  const isMeant = (check: CheckPolicy): check is CheckOf<Type> =>
    check.type === options.type;
  return input.policy.gates.custom.filter(isMeant).map(check => ({
    id: checkId(check),
    title: check.name,
    phases: check.phases,
    late: true,
    evaluate: () => options.evaluate(check),
  }));
}

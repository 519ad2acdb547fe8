import {
  PlannedEdit,
  PromotionPlan,
} from '@fairlead/backstage-plugin-gitops-common';
import { RevisionAnswer } from '../TrackedPromotion';
import { valuesAtPointer } from './valueAtPointer';

type Files = ReadonlyMap<string, string>;

/**
 * Whether the values of a plan are in the files of a revision. `base` are the files that the plan was made from:
 * a place that can't be found again there, with the old value in it, can't be judged anywhere.
 */
export function valueInGit(options: {
  plan: PromotionPlan;
  base: Files;
  files: Files;
}): Pick<RevisionAnswer, 'value' | 'detail'> {
  const { plan, base, files } = options;
  const findings = plan.edits.map(edit => {
    const before = valuesOf(edit, base);
    if (!before.some(text => holds(text, edit.from))) return 'unclear';
    const values = valuesOf(edit, files);
    if (values.some(text => holds(text, edit.to))) return 'promoted';
    return {
      value: values.some(text => holds(text, edit.from))
        ? ('reverted' as const)
        : ('replaced' as const),
      detail: `${edit.file} has ${
        values.length > 0 ? values.join(', ') : 'no value'
      } at ${edit.pointer} instead of ${edit.to}`,
    };
  });
  const gone = findings.flatMap(each => (typeof each === 'object' ? each : []));
  const worst = gone.find(({ value }) => value === 'replaced') ?? gone[0];
  if (worst) return worst;
  return {
    value: findings.every(each => each === 'promoted') ? 'promoted' : 'unclear',
  };
}

function valuesOf(edit: PlannedEdit, files: Files): string[] {
  const content = files.get(edit.file);
  return content === undefined ? [] : valuesAtPointer({ ...edit, content });
}

// A reference may be written whole where only its end is promoted.
function holds(text: string, value: string): boolean {
  return (
    text === value ||
    [':', '@', '='].some(separator => text.endsWith(`${separator}${value}`))
  );
}

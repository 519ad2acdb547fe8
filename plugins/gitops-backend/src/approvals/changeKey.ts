import { PromotionPlan } from '@fairlead/backstage-plugin-gitops-common';
import { createHash } from 'crypto';

/**
 * What an approval covers: the values that are written, wherever in the file they have moved to. The same plan on
 * another base has the same key as long as it writes the same.
 */
export function changeKey(plan: PromotionPlan): string {
  const values = plan.edits
    .map(({ file, pointer, subject, from, to }) => [
      file,
      // Others may have put something before it in its list.
      pointer.replace(/\[\d+\]/g, '[]'),
      subject,
      from,
      to,
    ])
    .sort();
  return createHash('sha256')
    .update(JSON.stringify([plan.repoUrl, plan.baseBranch, values]))
    .digest('hex');
}

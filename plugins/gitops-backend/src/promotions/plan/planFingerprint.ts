import { createHash } from 'crypto';
import { PromotionPlan } from '@fairlead/backstage-plugin-gitops-common';

/**
 * The same for two plans that change the same values of the same files. The commit that a plan was made on is left
 * out: a commit elsewhere in the repository doesn't change the plan.
 */
export function planFingerprint(
  plan: Pick<PromotionPlan, 'repoUrl' | 'baseBranch' | 'files' | 'edits'>,
): string {
  const { repoUrl, baseBranch, files, edits } = plan;
  const parts = [
    repoUrl,
    baseBranch,
    files.map(({ path, blobSha }) => [path, blobSha]),
    edits.map(({ file, pointer, line, from, to }) => [
      file,
      pointer,
      line,
      from,
      to,
    ]),
  ];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

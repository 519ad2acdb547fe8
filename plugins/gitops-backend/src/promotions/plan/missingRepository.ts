import { PlanBlocker } from '@fairlead/backstage-plugin-gitops-common';
import { RepositoryAt } from './RepositoryAt';

/** A repository or branch that the engine's object names and the forge doesn't know, as a reason not to promote. */
export function missingRepository({
  repoUrl,
  ref,
  missing,
}: RepositoryAt): PlanBlocker {
  const what = ref === 'HEAD' ? repoUrl : `${ref} of ${repoUrl}`;
  return {
    code: 'repository-missing',
    message: `${what} isn't there, or the portal's credentials for the forge can't see it (${missing}).`,
  };
}

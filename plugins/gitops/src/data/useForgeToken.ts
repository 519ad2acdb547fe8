import { useApiHolder } from '@backstage/frontend-plugin-api';
import { scmAuthApiRef } from '@backstage/integration-react';
import { PlanResponse } from '@fairlead/backstage-plugin-gitops-common';

/**
 * Asks the user for a token of theirs, where a pull request is to be opened as them: they may have to sign in to the
 * forge. Undefined where the portal opens it. The token is held nowhere in the page.
 */
export function useForgeToken() {
  const apis = useApiHolder();
  return async (answer: PlanResponse): Promise<string | undefined> => {
    const { openAs, plan } = answer;
    if (!openAs) return undefined;
    const auth = apis.get(scmAuthApiRef);
    if (!auth) {
      throw new Error(
        `The pull request is to be opened as you on ${openAs.host}, but this portal has no way for you to sign in there. Whoever runs it has to provide one, or set gitops.promotions.openAs to portal.`,
      );
    }
    const { token } = await auth.getCredentials({
      url: plan.repoUrl,
      additionalScope: { repoWrite: true },
    });
    return token;
  };
}

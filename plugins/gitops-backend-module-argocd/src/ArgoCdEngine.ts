import { NotImplementedError } from '@backstage/errors';
import { GitOpsEngine } from '@fairlead/backstage-plugin-gitops-node';
import { refreshPatches, syncPatches } from './actions';
import { mapApplication, resourcesOfApplication } from './mapping';

/** Argo CD, read through its `Application` objects. */
export const argoCdEngine: GitOpsEngine = {
  id: 'argocd',
  title: 'Argo CD',
  kinds: [
    {
      group: 'argoproj.io',
      version: 'v1alpha1',
      kind: 'Application',
      plural: 'applications',
    },
  ],
  map: mapApplication,
  resourcesOf: resourcesOfApplication,
  prepareAction(action, options) {
    if (action === 'sync') return syncPatches(options);
    if (action === 'refresh') return refreshPatches(options);
    throw new NotImplementedError(
      `Argo CD can't ${action} an Application: switch its automated sync off or on in Git.`,
    );
  },
};

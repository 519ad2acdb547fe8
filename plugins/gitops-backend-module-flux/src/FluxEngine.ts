import { GitOpsEngine } from '@fairlead/backstage-plugin-gitops-node';
import { actionPatches } from './actions';
import { mapFluxObject, resourcesOfFluxObject } from './mapping';
import { fluxReferences } from './references';

/** Flux, read through its `Kustomization` and `HelmRelease` objects and the sources that they name. */
export const fluxEngine: GitOpsEngine = {
  id: 'flux',
  title: 'Flux',
  kinds: [
    {
      group: 'kustomize.toolkit.fluxcd.io',
      version: 'v1',
      kind: 'Kustomization',
      plural: 'kustomizations',
    },
    {
      group: 'helm.toolkit.fluxcd.io',
      version: 'v2',
      kind: 'HelmRelease',
      plural: 'helmreleases',
    },
  ],
  references: fluxReferences,
  map: mapFluxObject,
  resourcesOf: resourcesOfFluxObject,
  prepareAction(action, options) {
    return actionPatches[action](options);
  },
};

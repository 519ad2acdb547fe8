import { RolloutController } from '@fairlead/backstage-plugin-gitops-node';
import { prepareRolloutAction } from './actions';
import { mapRollout } from './mapping';
import { rolloutReferences } from './references';

/** Argo Rollouts, read through its `Rollout` objects, their replica sets, analyses and experiments. */
export const argoRolloutsController: RolloutController = {
  id: 'argo-rollouts',
  title: 'Argo Rollouts',
  kinds: [
    {
      group: 'argoproj.io',
      version: 'v1alpha1',
      kind: 'Rollout',
      plural: 'rollouts',
    },
  ],
  references: rolloutReferences,
  map: mapRollout,
  prepareAction: prepareRolloutAction,
};

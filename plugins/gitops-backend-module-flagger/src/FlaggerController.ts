import { RolloutController } from '@fairlead/backstage-plugin-gitops-node';
import { prepareCanaryAction } from './actions';
import { mapCanary } from './mapping';
import { workloadReferences } from './references';

/** Flagger, read through its `Canary` objects and the workloads that they bring in and serve. */
export const flaggerController: RolloutController = {
  id: 'flagger',
  title: 'Flagger',
  kinds: [
    {
      group: 'flagger.app',
      version: 'v1beta1',
      kind: 'Canary',
      plural: 'canaries',
    },
  ],
  references: workloadReferences,
  map: mapCanary,
  prepareAction: prepareCanaryAction,
};

import { PromotionPipeline } from '@fairlead/backstage-plugin-gitops-node';
import { prepareAction } from './actions';
import { mapStage } from './mapping';
import { kargoReferences } from './references';

/** Kargo, read through its `Stage` objects and the freight and promotions of their projects. */
export const kargoPipeline: PromotionPipeline = {
  id: 'kargo',
  title: 'Kargo',
  kinds: [
    {
      group: 'kargo.akuity.io',
      version: 'v1alpha1',
      kind: 'Stage',
      plural: 'stages',
    },
  ],
  references: kargoReferences,
  map: mapStage,
  prepare: prepareAction,
};

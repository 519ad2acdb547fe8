import { NotImplementedError } from '@backstage/errors';
import { PromotionPipeline } from '@fairlead/backstage-plugin-gitops-node';
import { mapStrategy } from './mapping';
import { promoterReferences } from './references';

/** GitOps Promoter, read through its `PromotionStrategy` objects. */
export const promoterPipeline: PromotionPipeline = {
  id: 'gitops-promoter',
  title: 'GitOps Promoter',
  kinds: [
    {
      group: 'promoter.argoproj.io',
      version: 'v1alpha1',
      kind: 'PromotionStrategy',
      plural: 'promotionstrategies',
    },
  ],
  references: promoterReferences,
  map: mapStrategy,
  prepare(action) {
    throw new NotImplementedError(
      `GitOps Promoter can't be asked to ${action}: merge its pull request.`,
    );
  },
};

import { createBackendModule } from '@backstage/backend-plugin-api';
import { gitopsPromotionPipelinesExtensionPoint } from '@fairlead/backstage-plugin-gitops-node';
import { promoterPipeline } from './PromoterPipeline';

/** Adds GitOps Promoter to the gitops backend. @public */
export const gitopsModuleGitopsPromoter = createBackendModule({
  pluginId: 'gitops',
  moduleId: 'gitops-promoter',
  register(reg) {
    reg.registerInit({
      deps: { pipelines: gitopsPromotionPipelinesExtensionPoint },
      async init({ pipelines }) {
        pipelines.addPipeline(promoterPipeline);
      },
    });
  },
});

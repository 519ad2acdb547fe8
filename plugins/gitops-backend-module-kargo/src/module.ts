import { createBackendModule } from '@backstage/backend-plugin-api';
import { gitopsPromotionPipelinesExtensionPoint } from '@fairlead/backstage-plugin-gitops-node';
import { kargoPipeline } from './KargoPipeline';

/** Adds Kargo to the gitops backend. @public */
export const gitopsModuleKargo = createBackendModule({
  pluginId: 'gitops',
  moduleId: 'kargo',
  register(reg) {
    reg.registerInit({
      deps: { pipelines: gitopsPromotionPipelinesExtensionPoint },
      async init({ pipelines }) {
        pipelines.addPipeline(kargoPipeline);
      },
    });
  },
});

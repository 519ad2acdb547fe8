import { createBackendModule } from '@backstage/backend-plugin-api';
import { gitopsRolloutsExtensionPoint } from '@fairlead/backstage-plugin-gitops-node';
import { argoRolloutsController } from './ArgoRolloutsController';

/** Adds Argo Rollouts to the gitops backend. @public */
export const gitopsModuleArgoRollouts = createBackendModule({
  pluginId: 'gitops',
  moduleId: 'argo-rollouts',
  register(reg) {
    reg.registerInit({
      deps: { rollouts: gitopsRolloutsExtensionPoint },
      async init({ rollouts }) {
        rollouts.addController(argoRolloutsController);
      },
    });
  },
});

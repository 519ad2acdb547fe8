import { createBackendModule } from '@backstage/backend-plugin-api';
import { gitopsEnginesExtensionPoint } from '@fairlead/backstage-plugin-gitops-node';
import { argoCdEngine } from './ArgoCdEngine';

/** Adds Argo CD to the gitops backend. @public */
export const gitopsModuleArgocd = createBackendModule({
  pluginId: 'gitops',
  moduleId: 'argocd',
  register(reg) {
    reg.registerInit({
      deps: { engines: gitopsEnginesExtensionPoint },
      async init({ engines }) {
        engines.addEngine(argoCdEngine);
      },
    });
  },
});

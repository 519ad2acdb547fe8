import { createBackendModule } from '@backstage/backend-plugin-api';
import { gitopsEnginesExtensionPoint } from '@fairlead/backstage-plugin-gitops-node';
import { kubernetesEngine } from './KubernetesEngine';

/** Adds workloads that no engine deploys to the gitops backend. @public */
export const gitopsModuleKubernetes = createBackendModule({
  pluginId: 'gitops',
  moduleId: 'kubernetes',
  register(reg) {
    reg.registerInit({
      deps: { engines: gitopsEnginesExtensionPoint },
      async init({ engines }) {
        engines.addEngine(kubernetesEngine);
      },
    });
  },
});

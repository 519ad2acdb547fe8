import { createBackendModule } from '@backstage/backend-plugin-api';
import { gitopsRolloutsExtensionPoint } from '@fairlead/backstage-plugin-gitops-node';
import { flaggerController } from './FlaggerController';

/** Adds Flagger to the gitops backend. @public */
export const gitopsModuleFlagger = createBackendModule({
  pluginId: 'gitops',
  moduleId: 'flagger',
  register(reg) {
    reg.registerInit({
      deps: { rollouts: gitopsRolloutsExtensionPoint },
      async init({ rollouts }) {
        rollouts.addController(flaggerController);
      },
    });
  },
});

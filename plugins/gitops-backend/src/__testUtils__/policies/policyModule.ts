import { createBackendModule } from '@backstage/backend-plugin-api';
import { policyExtensionPoint } from '@backstage/plugin-permission-node/alpha';
import { OwnersUpToStaging } from './OwnersUpToStaging';

/** Takes the place of the module with the policy that allows everything. */
export const policyModule = createBackendModule({
  pluginId: 'permission',
  moduleId: 'acme-policy',
  register(env) {
    env.registerInit({
      deps: { policy: policyExtensionPoint },
      async init({ policy }) {
        policy.setPolicy(new OwnersUpToStaging());
      },
    });
  },
});

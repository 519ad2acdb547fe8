import { createBackendModule } from '@backstage/backend-plugin-api';
import { gitopsEnginesExtensionPoint } from '@fairlead/backstage-plugin-gitops-node';
import { fluxEngine } from './FluxEngine';

/** Adds Flux to the gitops backend. @public */
export const gitopsModuleFlux = createBackendModule({
  pluginId: 'gitops',
  moduleId: 'flux',
  register(reg) {
    reg.registerInit({
      deps: { engines: gitopsEnginesExtensionPoint },
      async init({ engines }) {
        engines.addEngine(fluxEngine);
      },
    });
  },
});

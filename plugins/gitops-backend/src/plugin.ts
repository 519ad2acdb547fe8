import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import { signalsServiceRef } from '@backstage/plugin-signals-node';
import {
  gitopsChangePermission,
  gitopsFreezeAllPermission,
  gitopsReadPermission,
} from '@fairlead/backstage-plugin-gitops-common';
import { gitopsEnginesExtensionPoint } from '@fairlead/backstage-plugin-gitops-node';
import { readEnvironments } from './config/environments';
import { EngineRegistry } from './EngineRegistry';
import { laneResources } from './laneResources';
import { startGitops } from './startGitops';

/** The gitops backend. Engines are added by modules, forges come from the portal's integrations. @public */
export const gitopsPlugin = createBackendPlugin({
  pluginId: 'gitops',
  register(env) {
    const engines = EngineRegistry.create();
    env.registerExtensionPoint({
      extensionPoint: gitopsEnginesExtensionPoint,
      factory: context => engines.forModule(context),
    });
    env.registerInit({
      deps: {
        auditor: coreServices.auditor,
        auth: coreServices.auth,
        catalog: catalogServiceRef,
        config: coreServices.rootConfig,
        database: coreServices.database,
        events: eventsServiceRef,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        permissions: coreServices.permissions,
        permissionsRegistry: coreServices.permissionsRegistry,
        scheduler: coreServices.scheduler,
        signals: signalsServiceRef,
      },
      async init(deps) {
        deps.permissionsRegistry.addPermissions([
          gitopsReadPermission,
          gitopsFreezeAllPermission,
          gitopsChangePermission,
        ]);
        deps.permissionsRegistry.addResourceType(
          laneResources({ ...deps, ...readEnvironments(deps.config) }),
        );
        const { router, stop } = await startGitops({
          ...deps,
          engines: engines.all(),
        });
        deps.lifecycle.addShutdownHook(stop);
        deps.httpRouter.use(router);
      },
    });
  },
});

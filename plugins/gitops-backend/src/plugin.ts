import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import { notificationService } from '@backstage/plugin-notifications-node';
import { signalsServiceRef } from '@backstage/plugin-signals-node';
import {
  gitopsChangePermission,
  gitopsFreezeAllPermission,
  gitopsReadPermission,
} from '@fairlead/backstage-plugin-gitops-common';
import {
  gitopsEnginesExtensionPoint,
  gitopsGatesExtensionPoint,
  GitOpsEngine,
  gitopsPromotionPipelinesExtensionPoint,
  gitopsRolloutsExtensionPoint,
  PromotionPipeline,
  RolloutController,
} from '@fairlead/backstage-plugin-gitops-node';
import { readEnvironments } from './config/environments';
import { ControllerRegistry } from './ControllerRegistry';
import { GateRegistry } from './GateRegistry';
import { laneResources } from './laneResources';
import { startGitops } from './startGitops';

/** The gitops backend. Engines, rollout controllers and gates are added by modules, forges come from the portal's integrations. @public */
export const gitopsPlugin = createBackendPlugin({
  pluginId: 'gitops',
  register(env) {
    const engines = ControllerRegistry.create<GitOpsEngine>({ what: 'engine' });
    env.registerExtensionPoint({
      extensionPoint: gitopsEnginesExtensionPoint,
      factory: context => ({ addEngine: engines.adderFor(context) }),
    });
    const controllers = ControllerRegistry.create<RolloutController>({
      what: 'rollout controller',
    });
    env.registerExtensionPoint({
      extensionPoint: gitopsRolloutsExtensionPoint,
      factory: context => ({ addController: controllers.adderFor(context) }),
    });
    const systems = ControllerRegistry.create<PromotionPipeline>({
      what: 'promotion system',
    });
    env.registerExtensionPoint({
      extensionPoint: gitopsPromotionPipelinesExtensionPoint,
      factory: context => ({ addPipeline: systems.adderFor(context) }),
    });
    const gates = GateRegistry.create();
    env.registerExtensionPoint(gitopsGatesExtensionPoint, gates);
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
        notifications: notificationService,
        permissions: coreServices.permissions,
        permissionsRegistry: coreServices.permissionsRegistry,
        scheduler: coreServices.scheduler,
        signals: signalsServiceRef,
        userInfo: coreServices.userInfo,
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
          controllers: controllers.all(),
          engines: engines.all(),
          gates: gates.all(),
          systems: systems.all(),
        });
        deps.lifecycle.addShutdownHook(stop);
        deps.httpRouter.use(router);
      },
    });
  },
});

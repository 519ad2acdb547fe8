import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { ScmIntegrations } from '@backstage/integration';
import { scaffolderActionsExtensionPoint } from '@backstage/plugin-scaffolder-node';
import { createPromoteAction } from './actions/promote';
import { createPullRequestAction } from './actions/pullRequest';
import { createWaitUntilHealthyAction } from './actions/waitUntilHealthy';
import { DiscoveredGitopsClients } from './GitopsClients';

const pollIntervalMs = 2_000;

/** Template actions for GitOps repositories and promotions. @public */
export const scaffolderModuleGitops = createBackendModule({
  pluginId: 'scaffolder',
  moduleId: 'gitops',
  register(reg) {
    reg.registerInit({
      deps: {
        auth: coreServices.auth,
        config: coreServices.rootConfig,
        discovery: coreServices.discovery,
        scaffolder: scaffolderActionsExtensionPoint,
      },
      async init({ auth, config, discovery, scaffolder }) {
        const clients = DiscoveredGitopsClients.create({ auth, discovery });
        scaffolder.addActions(
          createPullRequestAction({
            clients,
            integrations: ScmIntegrations.fromConfig(config),
            requireScmUserCredentials:
              config.getOptionalBoolean(
                'scaffolder.requireScmUserCredentials',
              ) ?? false,
          }),
          createPromoteAction({ clients, pollIntervalMs }),
          createWaitUntilHealthyAction({ clients, pollIntervalMs }),
        );
      },
    });
  },
});

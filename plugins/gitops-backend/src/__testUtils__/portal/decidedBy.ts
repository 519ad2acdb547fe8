import {
  BackendFeature,
  coreServices,
  createBackendModule,
  createServiceFactory,
  HttpAuthService,
} from '@backstage/backend-plugin-api';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import permissionBackend from '@backstage/plugin-permission-backend';
import { PermissionPolicy } from '@backstage/plugin-permission-node';
import { policyExtensionPoint } from '@backstage/plugin-permission-node/alpha';
import { actorOf } from '../../http/actorOf';

/** The module of a policy, and who is in which groups: entity refs of groups by that of the user. */
export interface TestPermissions {
  module: BackendFeature;
  groups: Record<string, string[]>;
}

/** A module with a policy. */
export function moduleOf(policy: PermissionPolicy): BackendFeature {
  return createBackendModule({
    pluginId: 'permission',
    moduleId: 'test-policy',
    register(env) {
      env.registerInit({
        deps: { policies: policyExtensionPoint },
        async init({ policies }) {
          policies.setPolicy(policy);
        },
      });
    },
  });
}

/** Backstage's own permission backend with a policy of its own. The config must have `permission.enabled`. */
export function decidedBy(permissions: TestPermissions): BackendFeature[] {
  return [
    permissionBackend,
    permissions.module,
    createServiceFactory({
      service: coreServices.httpAuth,
      deps: { plugin: coreServices.pluginMetadata },
      factory: ({ plugin }) =>
        withActors(mockServices.httpAuth({ pluginId: plugin.getId() })),
    }),
    membersOf(permissions.groups),
  ];
}

/** Who is in which groups. */
export function membersOf(groups: TestPermissions['groups']): BackendFeature {
  return createServiceFactory({
    service: coreServices.userInfo,
    deps: {},
    factory: () => ({
      async getUserInfo(credentials) {
        const userEntityRef = actorOf(credentials);
        return {
          userEntityRef,
          ownershipEntityRefs: [
            userEntityRef,
            ...(groups[userEntityRef] ?? []),
          ],
        };
      },
    }),
  });
}

// The mock forgets which plugin acts for a user, but conditions are answered to plugins alone.
function withActors(httpAuth: HttpAuthService): HttpAuthService {
  return {
    async credentials(request, options) {
      const credentials = await httpAuth.credentials(request, options);
      const principal: unknown = credentials.principal;
      const token = request.headers.authorization ?? '';
      const isPlugin = token.startsWith(mockCredentials.service.header());
      if (isPlugin && typeof principal === 'object' && principal) {
        Object.assign(principal, { actor: { subject: 'plugin:permission' } });
      }
      return credentials;
    },
    issueUserCookie: httpAuth.issueUserCookie.bind(httpAuth),
  };
}

import { createApiRef } from '@backstage/frontend-plugin-api';
import { GitopsApi } from '@fairlead/backstage-plugin-gitops-common';

/** What the pages ask of the backend. @public */
export const gitopsApiRef = createApiRef<GitopsApi>().with({
  id: 'plugin.gitops.client',
  pluginId: 'gitops',
});

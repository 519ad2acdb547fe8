import { ApiBlueprint, fetchApiRef } from '@backstage/frontend-plugin-api';
import { createGitopsApi } from '../api/createGitopsApi';
import { gitopsApiRef } from '../api/gitopsApiRef';

export const gitopsApi = ApiBlueprint.make({
  params: defineParams =>
    defineParams({
      api: gitopsApiRef,
      deps: { fetchApi: fetchApiRef },
      factory: ({ fetchApi }) => createGitopsApi({ fetchApi }),
    }),
});

import {
  AuditorService,
  HttpAuthService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  changeRequestSchema,
  gitopsChangePermission,
} from '@fairlead/backstage-plugin-gitops-common';
import Router from 'express-promise-router';
import { audited } from '../audit';
import { ChangeService } from '../changes/ChangeService';
import { actorOf } from './actorOf';
import { parseRequest } from './parseRequest';

/** New files for a GitOps repository, as one pull request. */
export function createChangeRoutes(options: {
  auditor: AuditorService;
  changes: ChangeService;
  httpAuth: HttpAuthService;
  permissions: PermissionsService;
}) {
  const { auditor, changes, httpAuth, permissions } = options;
  const router = Router();

  router.post('/v1/changes', async (request, res) => {
    const credentials = await httpAuth.credentials(request);
    const change = parseRequest(changeRequestSchema, request.body);
    const pullRequest = await audited({
      auditor,
      request,
      eventId: 'change-create',
      meta: { repoUrl: change.repoUrl, branch: change.headBranch },
      write: async () => {
        const [decision] = await permissions.authorize(
          [{ permission: gitopsChangePermission }],
          { credentials },
        );
        if (decision.result !== AuthorizeResult.ALLOW) {
          throw new NotAllowedError(
            `You lack the permission ${gitopsChangePermission.name}`,
          );
        }
        return changes.open({ change, user: actorOf(credentials) });
      },
    });
    res.status(201).json(pullRequest);
  });

  return router;
}
